"""Renderers of the page model."""
