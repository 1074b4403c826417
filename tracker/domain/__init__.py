"""What is true of diplomacy: frozen values and pure rules.

Standard library only; no clock, no input or output.
"""
