"""`copydesk doctor`: looks at everything that a server needs, and says what to do about what is missing.

`findings` is what is said, `surroundings` looks at what is outside the database, `desk` at what is in it.
"""

from copydesk.doctor.commands import add_doctor_command
from copydesk.doctor.examination import examine
from copydesk.doctor.findings import Finding, Health

__all__ = ["Finding", "Health", "add_doctor_command", "examine"]
