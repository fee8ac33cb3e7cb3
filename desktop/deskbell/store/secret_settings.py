"""Settings that nobody but this computer may know, among its secrets: `setting/<key>`."""

from collections.abc import Mapping

from deskbell.model.settings import SECRET_KEYS, Settings
from deskbell.store.secrets import Secrets


def setting_name(key: str) -> str:
    """The name of a setting among the secrets."""
    return f"setting/{key}"


def kept_settings(secrets: Secrets) -> frozenset[str]:
    """The keys of those that are kept. May ask the keyring, as all here. Raises as `Secrets.get` does."""
    return frozenset(key for key in SECRET_KEYS if secrets.get(setting_name(key)))


def keep_settings(secrets: Secrets, values: Mapping[str, str]) -> None:
    """Keep these, in place of what was there; one that is empty is forgotten. Raises as `Secrets.put` does."""
    for key, value in values.items():
        if value:
            secrets.put(setting_name(key), value)
        else:
            secrets.forget(setting_name(key))


def completed(settings: Settings, secrets: Secrets) -> Settings:
    """`settings` with the secret ones among them. Raises as `Secrets.get` does."""
    found = {key: secrets.get(setting_name(key)) for key in SECRET_KEYS}
    return Settings({**settings.values, **{key: value for key, value in found.items() if value is not None}})
