"""What is true of diplomacy: frozen values and pure rules; standard library only, no clock, no I/O."""
