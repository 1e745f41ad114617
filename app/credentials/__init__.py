"""What a finished course earns: certificates, issued, verified, revoked."""
