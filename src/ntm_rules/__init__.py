"""A declarative rules engine for attainment criteria."""
