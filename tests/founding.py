"""The founding example as domain values: the first session of the AES–Russia Consultations.

Real data, as far as public pages tell it; clock times are not known and not invented.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

from tracker.domain.agenda import AgendaItem, ItemStatus, OutcomeMode
from tracker.domain.commitments import Commitment, CommitmentStatus
from tracker.domain.delegations import Delegation, Function, Member, Role
from tracker.domain.documents import Document, DocumentKind, Paper, Relation
from tracker.domain.meetings import Access, Meeting, MeetingKind
from tracker.domain.occasions import Format, Whens
from tracker.domain.parties import Party, PartyKind, Person, Post, Rank, Spelling
from tracker.domain.places import Place
from tracker.domain.sessions import Series, Session, SessionKind
from tracker.domain.sources import Claim, Source, SourceKind, Standing
from tracker.domain.status import Status
from tracker.domain.text import Text
from tracker.domain.visibility import Visibility
from tracker.domain.when import AllDay, Imprecise

PUBLIC = Visibility.PUBLIC
APRIL_2, APRIL_3, APRIL_4 = date(2025, 4, 2), date(2025, 4, 3), date(2025, 4, 4)
HELD = AllDay(APRIL_3, APRIL_3)
ANNOUNCED = AllDay(APRIL_3, APRIL_4)
TODAY = date(2026, 11, 22)


def party(number: int, code: str, names: str, formal: str) -> Party:
    """Return a state named in English, French, Russian and Arabic, divided by bars."""
    tags = ("en", "fr", "ru", "ar")
    return Party(
        number,
        code,
        PartyKind.STATE,
        Text(tuple(zip(tags, names.split("|"), strict=True))),
        Text(tuple(zip(tags, formal.split("|"), strict=True))),
    )


RUSSIA = party(
    1,
    "RUS",
    "Russia|Russie|Россия|روسيا",
    "Russian Federation|Fédération de Russie|Российская Федерация|الاتحاد الروسي",
)
MALI = party(
    2,
    "MLI",
    "Mali|Mali|Мали|مالي",
    "Republic of Mali|République du Mali|Республика Мали|جمهورية مالي",
)
BURKINA = party(
    3,
    "BFA",
    "Burkina Faso|Burkina Faso|Буркина-Фасо|بوركينا فاسو",
    "Burkina Faso|Burkina Faso|Буркина-Фасо|بوركينا فاسو",
)
NIGER = party(
    4,
    "NER",
    "Niger|Niger|Нигер|النيجر",
    "Republic of the Niger|République du Niger|Республика Нигер|جمهورية النيجر",
)

LAVROV = Person(
    1,
    Text.of({"ru": "Сергей Лавров", "en": "Sergey Lavrov", "fr": "Sergueï Lavrov"}),
    spellings=(Spelling("Serguei Lavrov"), Spelling("Sergei Lavrov")),
)
DIOP = Person(
    2,
    Text.of({"fr": "Abdoulaye Diop", "ru": "Абдулай Диоп"}),
    spellings=(
        Spelling("Абдулайе Диоп"),
        Spelling("Alessandro Diop", wrong=True, note="machine translation"),
    ),
)
TRAORE = Person(
    3,
    Text.of({"fr": "Karamoko Jean Marie Traoré", "ru": "Карамоко Жан-Мари Траоре"}),
    spellings=(Spelling("Kaoulis Traoré", wrong=True, note="machine translation"),),
)
SANGARE = Person(
    4,
    Text.of({"fr": "Bakary Yaou Sangaré", "ru": "Бакари Яу Сангаре"}),
    spellings=(Spelling("Yacouba Souleiman Bakary", wrong=True, note="machine translation"),),
)

OFFICES = {
    LAVROV.id: {
        "ru": "Министр иностранных дел Российской Федерации",
        "en": "Minister of Foreign Affairs of the Russian Federation",
        "fr": "Ministre des affaires étrangères de la Fédération de Russie",
    },
    DIOP.id: {
        "fr": "Ministre des affaires étrangères et de la coopération internationale "
        "de la République du Mali",
        "en": "Minister of Foreign Affairs and International Cooperation of the Republic of Mali",
    },
    TRAORE.id: {
        "fr": "Ministre des affaires étrangères, de la coopération régionale et des "
        "Burkinabè de l’extérieur du Burkina Faso",
        "en": "Minister of Foreign Affairs, Regional Cooperation and Burkinabe Abroad "
        "of Burkina Faso",
    },
    SANGARE.id: {
        "fr": "Ministre des affaires étrangères, de la coopération et des Nigériens "
        "à l’extérieur de la République du Niger",
        "en": "Minister of Foreign Affairs, Cooperation and Nigeriens Abroad "
        "of the Republic of the Niger",
    },
}


def delegation(of: Party, head: Person, role: Role, *, chairs: bool = False) -> Delegation:
    """Return a delegation of which only the head is known."""
    office = Text.of(OFFICES[head.id])
    post = Post(head.id, office, Rank.MINISTER, of, head.id)
    member = Member(head.id, head, Function.HEAD, post)
    return Delegation(of.id, of, role, Rank.MINISTER, chairs, (member,))


MALIAN = delegation(MALI, DIOP, Role.PARTICIPANT, chairs=True)
# In the usual order of precedence: the host, then the alphabet.
DELEGATIONS = (
    delegation(RUSSIA, LAVROV, Role.HOST, chairs=True),
    delegation(BURKINA, TRAORE, Role.PARTICIPANT),
    MALIAN,
    delegation(NIGER, SANGARE, Role.PARTICIPANT),
)

MOSCOW = Place(
    1,
    Text.of({"ru": "Москва", "en": "Moscow", "fr": "Moscou", "ar": "موسكو"}),
    "Europe/Moscow",
    "RUS",
)
RECEPTION_HOUSE = Place(
    2,
    Text.of(
        {
            "ru": "Дом приёмов МИД России",
            "en": "Reception House of the Ministry of Foreign Affairs",
            "fr": "Maison de réception du Ministère des affaires étrangères",
        }
    ),
    "Europe/Moscow",
    "RUS",
    MOSCOW,
)


def source(number: int, kind: SourceKind, publisher: str, url: str, tag: str) -> Source:
    """Return a page that was retrieved on 20 November 2026."""
    retrieved = datetime(2026, 11, 20, 12, tzinfo=UTC)
    return Source(number, kind, url, publisher=publisher, language=tag, retrieved=retrieved)


COMMUNIQUE = Source(
    1,
    SourceKind.COMMUNIQUE,
    "https://infoplus.mr/fr/node/2557",
    Text.of({"fr": "Communiqué de la Confédération AES"}),
    "infoplus.mr",
    "fr",
    AllDay(date(2025, 4, 1), date(2025, 4, 1)),
)
STATEMENT_PAGE = source(
    2,
    SourceKind.AGENCY,
    "news-pravda.com",
    "https://news-pravda.com/world/2025/04/05/1210167.html",
    "en",
)
FASOMALI = source(
    3,
    SourceKind.PRESS,
    "fasomali.com",
    "https://fasomali.com/aes-russie-un-nouveau-partenariat-de-defense-et-de-developpement/",
    "fr",
)
AFRICAHO = source(
    4,
    SourceKind.PRESS,
    "africaho.bj",
    "https://africaho.bj/article/confederation-des-etats-du-sahel-et-russie-un-nouvel-accord-de-cooperation-en-gestation",
    "fr",
)
TASS = source(5, SourceKind.AGENCY, "TASS", "https://tass.com/politics/1938625", "en")
ALLAFRICA = source(
    6, SourceKind.PRESS, "allAfrica", "https://fr.allafrica.com/stories/202504030283.html", "fr"
)

TALKS_TITLE = {
    "en": "Talks of the four ministers of foreign affairs",
    "fr": "Entretiens des quatre ministres des affaires étrangères",
    "ru": "Переговоры четырёх министров иностранных дел",
}
MEETINGS = (
    Meeting(
        id=1,
        title=Text.of(
            {
                "fr": "Réunion préparatoire des ministres de la Confédération",
                "en": "Preparatory meeting of the ministers of the Confederation",
                "ru": "Подготовительная встреча министров Конфедерации",
            }
        ),
        kind=MeetingKind.PREPARATORY,
        status=Status.HELD,
        visibility=PUBLIC,
        when=AllDay(APRIL_2, APRIL_2),
        place=MOSCOW,
        access=Access.CLOSED,
        delegations=tuple(d for d in DELEGATIONS if d.party is not RUSSIA),
        chairs=(DIOP,),
        sources=(ALLAFRICA,),
        note="Three ministers in closed session, then widened to the experts.",
    ),
    Meeting(
        id=2,
        title=Text.of(TALKS_TITLE),
        kind=MeetingKind.PLENARY,
        status=Status.HELD,
        visibility=PUBLIC,
        when=HELD,
        place=RECEPTION_HOUSE,
        chairs=(RUSSIA, MALI),
        note="Lasted over an hour and a half, according to one paper.",
        sources=(AFRICAHO,),
    ),
    Meeting(
        id=3,
        title=Text.of(
            {
                "en": "Joint press conference",
                "fr": "Conférence de presse conjointe",
                "ru": "Совместная пресс-конференция",
            }
        ),
        kind=MeetingKind.PRESS_CONFERENCE,
        status=Status.HELD,
        visibility=PUBLIC,
        when=HELD,
        access=Access.OPEN,
        sources=(TASS,),
    ),
)

STATEMENT = Document(
    1,
    Text.of(
        {
            "fr": "Déclaration conjointe",
            "en": "Joint statement",
            "ru": "Совместное заявление",
            "ar": "بيان مشترك",
        }
    ),
    DocumentKind.JOINT_STATEMENT,
    dated=HELD,
    link=STATEMENT_PAGE.url,
)


def item(
    number: int, label: str, en: str, fr: str, children: tuple[AgendaItem, ...] = ()
) -> AgendaItem:
    """Return an item of the agenda as announced."""
    return AgendaItem(
        number,
        label,
        number,
        Text.of({"en": en, "fr": fr}),
        ItemStatus.CONCLUDED,
        children,
        mode=OutcomeMode.DISCUSSED,
    )


AGENDA = (
    item(
        1,
        "1",
        "Military and security cooperation against armed groups",
        "Coopération militaire et de sécurité contre les groupes armés",
    ),
    item(
        2,
        "2",
        "Economic partnership and trade",
        "Partenariat économique et échanges",
        (
            item(5, "2 (a)", "Infrastructure projects", "Projets d’infrastructure"),
            item(6, "2 (b)", "Links between firms", "Liens entre entreprises"),
        ),
    ),
    item(3, "3", "Strategic support", "Appui stratégique"),
    item(
        4,
        "4",
        "Diplomatic ties and the future of the format",
        "Liens diplomatiques et avenir du format",
    ),
)

SAHEL = (MALI, BURKINA, NIGER)
COMMITMENTS = (
    Commitment(
        1,
        Text.of(
            {
                "en": "Hold the consultations once a year, in turn in Russia and in an AES country",
                "fr": "Tenir les consultations chaque année, tour à tour en Russie et dans un "
                "pays de l’AES",
            }
        ),
        CommitmentStatus.OPEN,
        (*SAHEL, RUSSIA),
        Imprecise("2026-04"),
    ),
    Commitment(
        2,
        Text.of(
            {
                "en": "Help to make the AES Unified Force operational",
                "fr": "Aider à rendre opérationnelle la Force unifiée de l’AES",
            }
        ),
        CommitmentStatus.UNDER_WAY,
        (RUSSIA,),
    ),
    Commitment(
        3,
        Text.of(
            {
                "en": "Set up a mechanism to follow what was agreed",
                "fr": "Mettre en place un mécanisme de suivi",
            }
        ),
        CommitmentStatus.OPEN,
        (*SAHEL, RUSSIA),
    ),
)

CLAIMS = (
    Claim(
        1,
        COMMUNIQUE,
        "aes-russia/1",
        "announced",
        str(ANNOUNCED),
        Standing.SUPPORTING,
    ),
    Claim(
        2,
        STATEMENT_PAGE,
        "aes-russia/1",
        "actual",
        str(HELD),
        Standing.PREFERRED,
        "the joint statement itself is dated that day",
    ),
    Claim(
        3,
        FASOMALI,
        "aes-russia/1",
        "actual",
        str(ANNOUNCED),
        Standing.REJECTED,
        "no page says what was done on 4 April",
    ),
    Claim(
        4,
        AFRICAHO,
        "aes-russia/1",
        "weekday",
        "Wednesday",
        Standing.REJECTED,
        "3 April 2025 was a Thursday",
    ),
)

SERIES = Series(
    1,
    "aes-russia",
    Text.of(
        {
            "fr": "Consultations AES–Russie",
            "en": "AES–Russia Consultations",
            "ru": "Консультации АГС — Россия",
            "ar": "مشاورات تحالف دول الساحل وروسيا",
        }
    ),
    PUBLIC,
    (*SAHEL, RUSSIA),
)

SESSION = Session(
    id=1,
    series=SERIES,
    ordinal=1,
    kind=SessionKind.REGULAR,
    title=Text.of(
        {
            "fr": "Première session des Consultations AES–Russie",
            "en": "First session of the AES–Russia Consultations",
            "ru": "Первая сессия Консультаций АГС — Россия",
            "ar": "الدورة الأولى لمشاورات تحالف دول الساحل وروسيا",
        }
    ),
    status=Status.HELD,
    visibility=PUBLIC,
    when=HELD,
    whens=Whens(announced=ANNOUNCED, actual=HELD),
    place=RECEPTION_HOUSE,
    host=RUSSIA,
    format=Format.IN_PERSON,
    level=Rank.MINISTER,
    delegations=DELEGATIONS,
    meetings=MEETINGS,
    agenda=AGENDA,
    papers=(Paper(STATEMENT, Relation.OUTCOME),),
    commitments=COMMITMENTS,
    sources=(COMMUNIQUE, STATEMENT_PAGE, FASOMALI, AFRICAHO),
    claims=CLAIMS,
)
