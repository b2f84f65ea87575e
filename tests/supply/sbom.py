"""The bill of materials (CycloneDX 1.6) follows from the locks alone: the same locks give the same bytes."""

import json
import tomllib
import uuid
from collections.abc import Iterable

from tests.supply.locks import ROOT, Package, packages


def bill(of: Iterable[Package]) -> dict[str, object]:
    """The bill as a JSON object; its serial number is drawn from the packages, its time is left out."""
    said = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    parts = [_component(package) for package in of]
    whole = json.dumps(parts, sort_keys=True)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, whole)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "prachum",
                "name": said["name"],
                "version": said["version"],
                "description": said["description"],
                "licenses": [{"license": {"id": said["license"]}}],
            }
        },
        "components": parts,
        "dependencies": [{"ref": "prachum", "dependsOn": [part["bom-ref"] for part in parts]}],
    }


def _component(package: Package) -> dict[str, object]:
    part: dict[str, object] = {
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "purl": package.purl,
        "scope": "excluded" if package.development else "required",
    }
    if package.digests:
        part["hashes"] = [{"alg": algorithm, "content": digest} for algorithm, digest in package.digests]
    return part


if __name__ == "__main__":
    print(json.dumps(bill(packages()), indent=1, ensure_ascii=False))  # noqa: T201 it is written to the standard output
