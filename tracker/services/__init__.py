"""What one can do: functions named by the work, one transaction each."""
