// Functions of tables and methods bound to their receiver, as values.

#include "pylib/function.h"

#include <mutex>
#include <unordered_map>

namespace headrace::pylib {
namespace {

class Builtin final : public NativeObject {
 public:
  explicit Builtin(const FunctionDef& def) : NativeObject(Kind::kFunction), def_(def) {}

  std::string_view type_name() const override { return "builtin_function_or_method"; }
  bool repr(Context&, std::string* out) const override {
    out->append("<built-in function ").append(def_.name).append(">");
    return true;
  }
  bool call(Context& cx, const Args& args, Value* out) override { return def_.fn(cx, args, out); }
  const FunctionDef& definition() const { return def_; }

 private:
  const FunctionDef& def_;
};

class BoundMethod final : public NativeObject {
 public:
  BoundMethod(const Value& self, const MethodDef& def)
      : NativeObject(Kind::kFunction), self_(self), def_(def) {}

  std::string_view type_name() const override { return "builtin_function_or_method"; }
  bool repr(Context&, std::string* out) const override {
    out->append("<built-in method ").append(def_.name).append(" of ");
    out->append(headrace::type_name(self_)).append(" object>");
    return true;
  }
  bool call(Context& cx, const Args& args, Value* out) override {
    const Value self = self_;  // the call may drop the last reference to this object
    return call_method(cx, def_, self, args, out);
  }
  MethodFn code() const { return def_.fn; }
  uint64_t hash() const override { return reinterpret_cast<uintptr_t>(&def_) >> 4; }
  bool equals(const Value& other) const override {
    if (other.kind() != Kind::kFunction) return false;
    const auto* method = dynamic_cast<const BoundMethod*>(other.as<NativeObject>());
    return method && &method->def_ == &def_ && method->self_.identical(self_);
  }

 private:
  Value self_;
  const MethodDef& def_;
};

}  // namespace

Value function_value(const FunctionDef& def) {
  static std::mutex mutex;
  static auto* made = new std::unordered_map<const FunctionDef*, Value>();
  const std::lock_guard lock(mutex);
  auto [it, inserted] = made->try_emplace(&def);
  if (inserted) {
    it->second = Value::adopt(new Builtin(def));
    make_immortal(it->second);
  }
  return it->second;
}

const FunctionDef* function_definition(const Value& v) {
  if (v.kind() != Kind::kFunction) return nullptr;
  const auto* builtin = dynamic_cast<const Builtin*>(v.as<NativeObject>());
  return builtin ? &builtin->definition() : nullptr;
}

FunctionFn native_function(const Value& v) {
  const FunctionDef* const definition = function_definition(v);
  return definition ? definition->fn : nullptr;
}

MethodFn native_method(const Value& v) {
  if (v.kind() != Kind::kFunction) return nullptr;
  const auto* method = dynamic_cast<const BoundMethod*>(v.as<NativeObject>());
  return method ? method->code() : nullptr;
}

Value bound_method(const Value& self, const MethodDef& def) {
  return Value::adopt(new BoundMethod(self, def));
}

}  // namespace headrace::pylib
