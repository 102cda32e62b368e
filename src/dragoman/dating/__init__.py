"""Time expressions with TIMEX3 values, the document's own date, and the dates of events."""
