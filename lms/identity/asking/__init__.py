"""Asking an identity provider, over the network: what it publishes, and who somebody is.

Never inside a transaction: a provider that answers slowly must not hold the register up. All
that is standard is authlib's; ours are the limits on time, size and number of questions.
"""

from lms.identity.asking.provider import Answer, Begun, Provider

__all__ = ["Answer", "Begun", "Provider"]
