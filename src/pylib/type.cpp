#include "pylib/type.h"

#include "pylib/errors.h"
#include "pylib/python_call.h"

namespace headrace::pylib {
namespace {

// `str.upper`: a method that takes its receiver as the first argument.
class UnboundMethod final : public NativeObject {
 public:
  UnboundMethod(const NativeType& type, const MethodDef& def)
      : NativeObject(Kind::kFunction), type_(type), def_(def) {}

  std::string_view type_name() const override { return "method_descriptor"; }

  bool repr(Context&, std::string* out) const override {
    *out += "<method '";
    *out += def_.name;
    *out += "' of '";
    *out += type_.spec().qualified_name;
    *out += "' objects>";
    return true;
  }

  bool call(Context& cx, const Args& args, Value* out) override {
    if (args.count == 0) {
      return fail_with(cx, Exc::kTypeError,
                       {"unbound method ", type_.spec().name, ".", def_.name, "() needs an argument"});
    }
    if (!type_.is_instance(args[0])) {
      return fail_with(cx, Exc::kTypeError,
                       {"descriptor '", def_.name, "' for '", type_.spec().qualified_name,
                        "' objects doesn't apply to a '", headrace::type_name(args[0]), "' object"});
    }
    Args rest = args;
    ++rest.values;
    --rest.count;
    return call_method(cx, def_, args[0], rest, out);
  }

  uint64_t hash() const override { return reinterpret_cast<uintptr_t>(&def_) >> 4; }
  bool equals(const Value& other) const override {
    if (other.kind() != Kind::kFunction) return false;
    const auto* method = dynamic_cast<const UnboundMethod*>(other.as<NativeObject>());
    return method && &method->def_ == &def_ && &method->type_ == &type_;
  }

 private:
  const NativeType& type_;
  const MethodDef& def_;
};

}  // namespace

NativeType::NativeType(const TypeSpec& spec) : NativeObject(Kind::kType), spec_(spec) {}

bool NativeType::is_subclass_of(const NativeType& other) const {
  if (&other == object_type().as<NativeType>()) return true;
  for (const NativeType* type = this; type; type = type->spec_.base) {
    if (type == &other) return true;
  }
  return false;
}

bool NativeType::repr(Context&, std::string* out) const {
  *out += "<class '";
  *out += spec_.qualified_name;
  *out += "'>";
  return true;
}

bool NativeType::find_member(std::string_view name, Value* out) const {
  for (const NativeType* type = this; type; type = type->spec_.base) {
    if (const FunctionDef* function = find_function(type->spec_.functions, name)) {
      *out = function_value(*function);
      return true;
    }
    for (const ClassAttribute& attribute : type->spec_.attributes) {
      if (name != attribute.name) continue;
      *out = attribute.make();
      return true;
    }
  }
  return false;
}

bool NativeType::get_attribute(Context& cx, std::string_view name, Value* out) const {
  if (find_member(name, out)) return true;
  for (const NativeType* type = this; type; type = type->spec_.base) {
    const TypeDef* instances = type->spec_.instances;
    if (const MethodDef* method = instances ? find_method(*instances, name) : nullptr) {
      *out = Value::adopt(new UnboundMethod(*this, *method));
      return true;
    }
  }
  return fail_with(cx, Exc::kAttributeError,
                   {"type object '", spec_.name, "' has no attribute '", name, "'"});
}

bool NativeType::call(Context& cx, const Args& args, Value* out) {
  if (!spec_.construct)
    return fail_with(cx, Exc::kTypeError, {"cannot create '", spec_.qualified_name, "' instances"});
  if (spec_.construct(cx, args, out)) return true;
  return std::string_view(spec_.qualified_name).starts_with("datetime.") &&
         call_in_python(cx, "datetime", spec_.name, args, out);
}

bool NativeType::get_item(Context& cx, const Value&, Value*) const {
  return fail_with(cx, Exc::kTypeError, {"type '", spec_.qualified_name, "' is not subscriptable"});
}

Value make_type(const TypeSpec& spec) {
  auto* type = new NativeType(spec);
  type->refs = -1;
  return Value::adopt(type);
}

const FunctionDef* find_function(std::span<const FunctionDef> functions, std::string_view name) {
  for (const FunctionDef& function : functions) {
    if (name == function.name) return &function;
  }
  return nullptr;
}

}  // namespace headrace::pylib
