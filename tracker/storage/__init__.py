"""How a ledger is kept: engine, tables, the one door for writes, the one gate for reads."""
