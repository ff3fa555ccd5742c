#include "state/spec_meaning.h"

#include "data/json_write.h"
#include "data/object.h"

namespace headrace {
namespace {

// Spec, aggregate, field; one more for what a later version may add.
constexpr int kMeaningDepthMax = 4;

class Meaning {
 public:
  Meaning& set(std::string_view key, Value value) {
    bool is_new;
    dict_->table.find_or_insert(Value::string(key), &is_new)->value = std::move(value);
    return *this;
  }
  Meaning& set(std::string_view key, std::string_view text) { return set(key, Value::string(text)); }
  Meaning& set(std::string_view key, const std::optional<ExprSource>& source) {
    return source ? set(key, source->text) : *this;
  }
  Value value() const { return value_; }

 private:
  DictObj* dict_ = new DictObj();
  Value value_ = Value::adopt(dict_);
};

Value meaning_of(const std::vector<FieldSpec>& fields) {
  Values items;
  items.reserve(fields.size());
  for (const FieldSpec& f : fields) {
    items.push_back(Meaning()
                        .set("Name", f.name)
                        .set("Type", field_type_name(f.type))
                        .set("Value", f.value.text)
                        .set("When", f.when)
                        .value());
  }
  return make_list(std::move(items));
}

Value meaning_of(const AggregateSpec& a) {
  Meaning meaning;
  meaning.set("Name", a.name).set("Type", aggregate_type_name(a.kind)).set("When", a.when);
  meaning.set("Stored", Value::boolean(a.store != AggregateSpec::kNoStore));
  if (a.kind == AggregateKind::kActivity)
    meaning.set("SeparateByInactiveSeconds", Value::integer(a.gap_seconds));
  return meaning.set("Dimensions", meaning_of(a.dimensions)).set("Fields", meaning_of(a.fields)).value();
}

// As Python writes it.
Value meaning_of(const ImportSpec& import) {
  std::string text = "import " + import.module;
  if (!import.alias.empty()) text += " as " + import.alias;
  if (!import.names.empty()) text = "from " + import.module + " import";
  for (size_t i = 0; i < import.names.size(); ++i) {
    const ImportSpec::Name& n = import.names[i];
    text.append(i ? ", " : " ").append(n.name);
    if (n.alias != n.name) text.append(" as ").append(n.alias);
  }
  return Meaning().set("Name", text).value();
}

template <typename T>
Value meaning_of_each(const std::vector<T>& specs) {
  Values items;
  items.reserve(specs.size());
  for (const T& spec : specs) items.push_back(meaning_of(spec));
  return make_list(std::move(items));
}

std::string name_of(const Value& item) {
  const DictEntry* name = item.as<DictObj>()->table.find(Value::string("Name"));
  return name && name->value.is_str() ? std::string(name->value.str()) : "";
}

// An item of a section, in the words of a message.
std::string thing_named(std::string_view section, const std::string& owner, const std::string& name) {
  if (section == "Aggregates") return "aggregate '" + name + "'";
  if (section == "Fields") return "field '" + owner + "." + name + "'";
  if (section == "Dimensions") return "dimension '" + owner + "." + name + "'";
  return "'" + name + "'";
}

std::string quoted(const Value& v) {
  if (v.is_str()) return "'" + std::string(v.str()) + "'";
  std::string text;
  append_json(v, &text);
  return text;
}

class Comparison {
 public:
  // `what` is the thing that both dicts describe: "" for the spec, else "field 'session.lost'".
  void dicts(const std::string& what, const std::string& name, const Value& was, const Value& is) {
    const auto& before = was.as<DictObj>()->table;
    const auto& after = is.as<DictObj>()->table;
    for (size_t i = 0; i < before.end(); ++i) {
      const DictEntry& e = before.entry(i);
      const DictEntry* now = after.find(e.key);
      const std::string key(e.key.str());
      if (!now)
        say(what, key + " was " + quoted(e.value) + ", is gone");
      else if (e.value.kind() == Kind::kList && now->value.kind() == Kind::kList)
        lists(what, name, key, e.value.as<ListObj>()->items, now->value.as<ListObj>()->items);
      else if (e.value.kind() != now->value.kind() || !equal(e.value, now->value))
        say(what, key + " was " + quoted(e.value) + ", is " + quoted(now->value));
    }
    for (size_t i = 0; i < after.end(); ++i) {
      const DictEntry& e = after.entry(i);
      if (!before.contains(e.key))
        say(what, std::string(e.key.str()) + " was not there, is " + quoted(e.value));
    }
  }

  std::vector<std::string> take() { return std::move(found_); }

 private:
  // Items are told apart by their names; what is left is a matter of order.
  void lists(const std::string& what, const std::string& name, const std::string& section, const Values& was,
             const Values& is) {
    const size_t before = found_.size();
    for (const Value& item : was) {
      const Value* now = find(is, item);
      if (now)
        dicts(thing_named(section, name, name_of(item)), name_of(item), item, *now);
      else
        found_.push_back(thing_named(section, name, name_of(item)) + " is gone");
    }
    for (const Value& item : is) {
      if (!find(was, item)) found_.push_back(thing_named(section, name, name_of(item)) + " is new");
    }
    if (found_.size() > before) return;
    bool same = was.size() == is.size();
    for (size_t i = 0; same && i < was.size(); ++i) same = name_of(was[i]) == name_of(is[i]);
    if (!same) say(what, section + " stand in another order");
  }

  static const Value* find(const Values& items, const Value& like) {
    for (const Value& item : items) {
      if (name_of(item) == name_of(like)) return &item;
    }
    return nullptr;
  }

  void say(const std::string& what, const std::string& sentence) {
    found_.push_back(what.empty() ? sentence : what + ": " + sentence);
  }

  std::vector<std::string> found_;
};

}  // namespace

Value meaning_of(const StreamingSpec& spec) {
  return Meaning()
      .set("Name", spec.name)
      .set("Import", meaning_of_each(spec.imports))
      .set("Identity", spec.identity.text)
      .set("Time", spec.time)
      .set("When", spec.when)
      .set("Aggregates", meaning_of_each(spec.aggregates))
      .value();
}

bool is_meaning(const Value& v, int depth) {
  if (v.kind() != Kind::kDict || depth > kMeaningDepthMax) return false;
  const auto& table = v.as<DictObj>()->table;
  for (size_t i = 0; i < table.end(); ++i) {
    const DictEntry& e = table.entry(i);
    if (e.hash == 0) continue;
    if (!e.key.is_str()) return false;
    if (e.value.is_str() || e.value.is_bool() || e.value.kind() == Kind::kInt) continue;
    if (e.value.kind() != Kind::kList) return false;
    for (const Value& item : e.value.as<ListObj>()->items) {
      if (!is_meaning(item, depth + 1)) return false;
    }
  }
  return true;
}

std::vector<std::string> differences(const Value& was, const Value& is) {
  Comparison comparison;
  comparison.dicts("", "", was, is);
  return comparison.take();
}

}  // namespace headrace
