"""Takes the names out of data for analysis: the same person always gets the same pseudonym, and cannot be traced back to the person."""
import hashlib
import hmac
import re

EMAIL = re.compile(r"[\w.+-]+@([\w-]+\.)+[a-zA-Z]{2,}")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
PHONE = re.compile(r"(?<![\w-])(?:\+|00)\d{1,3}[\d /-]{6,}\d\b")


def pseudonym(value, key, length=10):
    """A keyed hash: without the key it cannot be found by trying all customers."""
    normal = " ".join(value.split()).casefold()
    return hmac.new(key.encode(), normal.encode(), hashlib.sha256).hexdigest()[:length]


def mask_text(text):
    """Free text without addresses of mail, account numbers and telephone numbers."""
    text = EMAIL.sub("<email>", text)
    text = IBAN.sub("<iban>", text)
    return PHONE.sub("<phone>", text)


def coarse_age(born, today):
    """An age group of ten years; the oldest are one group, because they are few."""
    year, month, day = (int(part) for part in born.split("-"))
    now = tuple(int(part) for part in today.split("-"))
    age = now[0] - year - (now[1:] < (month, day))
    if age < 0:
        raise ValueError(f"born on {born} is after {today}")
    return "80+" if age >= 80 else f"{age // 10 * 10}-{age // 10 * 10 + 9}"


def anonymise(rows, key, today, drop=("street", "phone")):
    """Rows of customers for analysis. Unknown fields are left out, because new fields may not be safe."""
    result = []
    for row in rows:
        safe = {"customer": pseudonym(row["email"], key)}
        if "born" in row:
            safe["age"] = coarse_age(row["born"], today)
        if "postcode" in row:
            safe["region"] = row["postcode"][:2] + "***"
        if "note" in row and "note" not in drop:
            safe["note"] = mask_text(row["note"])
        for field in ("country", "orders", "revenue"):
            if field in row and field not in drop:
                safe[field] = row[field]
        result.append(safe)
    return result


def is_k_anonymous(rows, fields, k):
    """True where every combination of the fields is shared by at least k rows."""
    groups = {}
    for row in rows:
        group = tuple(row.get(field) for field in fields)
        groups[group] = groups.get(group, 0) + 1
    return all(count >= k for count in groups.values())
