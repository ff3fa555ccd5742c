// What names mean to an expression: supplied by whoever compiles it (the plan), asked at compile time only.
//
// An expression reads its inputs from slots: `bases[base][offset]`, where the bases are the event's projected
// keys, the event's time and identity, and one row of fields for each aggregate.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/value.h"

namespace headrace::expr {

class Namespace;
class RecordNamespace;

struct Binding {
  enum class What : uint8_t {
    kUnknown,
    kSlot,       // a value read from bases[base][offset]
    kValue,      // a constant: a builtin, an imported function or module
    kNamespace,  // something with members but no value of its own: an aggregate
    kRecord,     // the event: members are projected keys
  };
  What what = What::kUnknown;
  uint16_t base = 0;
  uint16_t offset = 0;
  KindSet kinds = kAnyKind;  // what the slot can hold
  KindSet items = kAnyKind;  // what a list in the slot can hold
  bool fresh = false;        // of a list: each use of it as a value is another list
  Value value;
  Namespace* members = nullptr;
  RecordNamespace* record = nullptr;

  static Binding slot(uint16_t base, uint16_t offset, KindSet kinds) {
    Binding b;
    b.what = What::kSlot;
    b.base = base;
    b.offset = offset;
    b.kinds = kinds;
    return b;
  }
  static Binding constant(Value v) {
    Binding b;
    b.what = What::kValue;
    b.kinds = v.kinds();
    b.value = std::move(v);
    return b;
  }
};

// The names an expression sees, in the order global names, then builtins (the compiler adds those).
class Scope {
 public:
  virtual ~Scope() = default;
  virtual Binding lookup(std::string_view name) = 0;
  // An attribute that a native module does not have: kValue where the embedded CPython has it, else kUnknown.
  virtual Binding module_attribute(const Value& module, std::string_view name);
  // Every name it knows, for the nearest right spelling.
  virtual std::vector<std::string> names() const = 0;
};

inline Binding Scope::module_attribute(const Value&, std::string_view) { return {}; }

class Namespace {
 public:
  virtual ~Namespace() = default;
  // kUnknown when there is no such member.
  virtual Binding member(std::string_view name) = 0;
  virtual std::vector<std::string> names() const = 0;
  // For messages: "aggregate 'session'".
  virtual std::string title() const = 0;
};

// The event. Asking for a key adds it to the projection. Slots hold plain dicts and lists, None where the key
// is missing; the compiler gives them a record's behaviour.
class RecordNamespace {
 public:
  virtual ~RecordNamespace() = default;
  // kUnknown where keys must be read out of the whole event, because an expression may change it.
  virtual Binding key(std::string_view name) = 0;
  // The slot with the whole event, for expressions that do more than read keys by their names. `may_change`:
  // it is handed to something that could change it, such as update().
  virtual Binding whole(bool may_change) = 0;
};

}  // namespace headrace::expr
