"""A commission's system takes a filing to its end, knowing the portal's address, its own credentials and
what `/api/v1/openapi.json` says; nothing else. Python's standard library only."""

import base64
import json
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

origin, client_id, client_secret = sys.argv[1:]


def ask(method, url, body=None, headers=None):
    request = urllib.request.Request(origin + url, method=method, data=body, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read(), answer.headers.get("content-type", "")
    except urllib.error.HTTPError as error:
        sys.exit(f"{method} {url}: {error.code} {error.read().decode()}")


contract = json.loads(ask("GET", "/api/v1/openapi.json")[1])
operations = {
    operation["operationId"]: (method.upper(), path, operation)
    for path, item in contract["paths"].items()
    for method, operation in item.items()
}
schemas = contract["components"]["schemas"]
flow = contract["components"]["securitySchemes"]["oauth"]["flows"]["clientCredentials"]


wanted = sorted(flow["scopes"])
basic = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
form = urllib.parse.urlencode({"grant_type": "client_credentials", "scope": " ".join(wanted)}).encode()
token = json.loads(
    ask(
        "POST",
        flow["tokenUrl"],
        form,
        {"authorization": f"Basic {basic}", "content-type": "application/x-www-form-urlencoded"},
    )[1]
)["access_token"]


def resolved(schema):
    return schemas[schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema


def fits(value, schema, at="answer"):
    """Types and required members, as far as the contract names them."""
    schema = resolved(schema)
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    known = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool, "null": type(None)}
    if kinds and not any(isinstance(value, known[kind]) for kind in kinds if kind in known):
        sys.exit(f"{at}: {value!r} is no {kinds}")
    if isinstance(value, dict):
        for name in schema.get("required", []):
            if name not in value:
                sys.exit(f"{at}: {name} is missing")
        for name, inner in schema.get("properties", {}).items():
            if name in value:
                fits(value[name], inner, f"{at}.{name}")
    if isinstance(value, list) and "items" in schema:
        for index, inner in enumerate(value):
            fits(inner, schema["items"], f"{at}[{index}]")


def call(name, body=None, **parameters):
    method, path, operation = operations[name]
    for key, value in parameters.items():
        path = path.replace("{" + key + "}", urllib.parse.quote(str(value)))
    headers = {"authorization": f"Bearer {token}", "accept": "application/json"}
    data = None
    if body is not None:
        headers["content-type"] = "application/json"
        schema = resolved(operation["requestBody"]["content"]["application/json"]["schema"])
        missing = [key for key in schema.get("required", []) if key not in body]
        if missing:
            sys.exit(f"{name}: {missing} missing")
        data = json.dumps(body).encode()
    status, answer, kind = ask(method, path, data, headers)
    response = operation["responses"].get(str(status)) or sys.exit(f"{name}: {status} is not in the contract")
    if "json" not in kind:
        return answer
    value = json.loads(answer)
    fits(value, response["content"]["application/json"]["schema"], name)
    return value


def act(name, **body):
    return call(name, {"id": str(uuid.uuid4()), **body}, id=filing)


filings = call("list_filings")
filing = filings[0]["id"]
seen = call("read_filing", id=filing)
print(seen["kind"], seen["status"], len(seen["documents"]), "documents")
for document in seen["documents"]:
    content = call("download_filing_document", id=filing, sha256=document["sha256"])
    assert content.startswith(b"%PDF"), document
hook = call("add_webhook", {"url": "http://127.0.0.1:9/hook"})
assert hook["secret"].startswith("whsec_")
print(act("acknowledge_filing", number="枫劳人仲收〔2026〕1号")["status"])
print(act("accept_filing")["status"])
items = [{"head": "money", "text": "支付工资", "amount": "1860000"}]
award = {"awarded": {"items": items, "minimum_wage": "199000", "source": "云南省最低工资标准"}}
print(act("decide_filing", conclusion=award)["status"])
for _ in range(200):
    stamped = [it for it in call("read_filing", id=filing)["documents"] if it["kind"] == "final_award"]
    if stamped:
        break
    time.sleep(0.1)
content = call("download_filing_document", id=filing, sha256=stamped[0]["sha256"])
assert content.startswith(b"%PDF")
print("final_award", stamped[0]["title"])
assert [it["id"] for it in call("list_webhooks")] == [hook["id"]]
assert call("list_deliveries")
call("remove_webhook", id=hook["id"])
