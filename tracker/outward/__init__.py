"""What goes out to other machines: fetching a calendar, filling one on a server, handing in mail.

The only room that opens a connection to anybody. The machines at the other end are
strangers: what they may make us connect to, how much they may send and how long they may
take is bounded here.
"""
