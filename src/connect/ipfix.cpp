#include "connect/ipfix.h"

#include <utility>

#include "data/object.h"

namespace headrace {
namespace {

constexpr std::pair<int64_t, const char*> kElements[] = {{4, "protocol"},    {12, "dest_ip"},
                                                         {56, "source_mac"}, {182, "source_port"},
                                                         {183, "dest_port"}, {150, "timestamp"}};
constexpr const char* kRequired = "source_mac";

const Value* get(const Value& dict, const char* key) {
  const DictEntry* e = dict.as<DictObj>()->table.find(Value::string(key));
  return e ? &e->value : nullptr;
}

Value element_key(const Value& id) {
  for (const auto& [number, name] : kElements) {
    if (equal(id, Value::integer(number))) return Value::string(name);
  }
  return id;
}

// As Python's loop over it: nothing to do.
bool is_empty(const Value& v) {
  return (v.kind() == Kind::kDict && v.as<DictObj>()->table.size() == 0) || (v.is_str() && v.str().empty());
}

bool set_to_record(const Value& set, DictObj* record, std::string* error) {
  if (is_empty(set)) return true;
  if (set.kind() != Kind::kList) {
    *error = "a data set is not a list";
    return false;
  }
  for (const Value& element : set.as<ListObj>()->items) {
    if (element.kind() != Kind::kDict) {
      *error = "an element is not an object";
      return false;
    }
    const Value* id = get(element, "I");
    const Value* value = get(element, "V");
    if (!value || (id && !hashable(*id))) {
      *error = value ? "an element's id is not a number" : "an element has no 'V'";
      return false;
    }
    bool inserted;
    record->table.find_or_insert(element_key(id ? *id : Value::integer(0)), &inserted)->value = *value;
  }
  return true;
}

}  // namespace

bool ipfix_records(const Value& message, std::vector<Value>* records, std::string* error) {
  records->clear();
  if (message.kind() != Kind::kDict) return true;
  const Value* sets = get(message, "DataSets");
  if (!sets || is_empty(*sets)) return true;
  if (sets->kind() != Kind::kList) {
    *error = "'DataSets' is not a list";
    return false;
  }
  for (const Value& set : sets->as<ListObj>()->items) {
    auto* record = new DictObj();
    Value owned = Value::adopt(record);
    if (!set_to_record(set, record, error)) {
      records->clear();
      return false;
    }
    if (get(owned, kRequired)) records->push_back(std::move(owned));
  }
  return true;
}

}  // namespace headrace
