"""Pages and packages in a real Chromium."""
