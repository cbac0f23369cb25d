"""What every test stands on: the profile that says how thorough the properties are."""

from .profiles import register_profiles

register_profiles()
