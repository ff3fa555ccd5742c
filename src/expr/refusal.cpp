// Operations that fail whatever the values are. Operators are asked themselves, with a value of each kind.

#include <array>
#include <bit>

#include "base/spelling.h"
#include "data/no_calls.h"
#include "data/object.h"
#include "expr/inference.h"

namespace headrace::expr {
namespace {

constexpr KindSet kTexts = kind_set(Kind::kStr) | kind_set(Kind::kBytes);

// One value of each kind whose values all take the same operators.
class Samples {
 public:
  Samples() {
    add(Value());
    add(Value::boolean(true));
    add(Value::integer(1));
    add(Value::real(1));
    add(Value::string("a"));
    add(Value::bytes("a"));
    add(Value::date(1));
    add(Value::datetime(1, Zone::kNaive, 0));
    add(Value::timedelta(1, 0));
    add(make_tuple({}));
    add(make_list({}));
    add(Value::adopt(new DictObj));
    add(Value::adopt(new SetObj));
    add(Value::adopt(new RangeObj(Value::integer(0), Value::integer(1), Value::integer(1))));
  }
  bool hold(KindSet kinds) const { return (kinds & ~kinds_) == 0; }
  const Value& of(Kind kind) const { return values_[static_cast<size_t>(kind)]; }

 private:
  void add(Value v) {
    make_immortal(v);
    const Kind kind = v.kind();
    kinds_ |= kind_set(kind);
    values_[static_cast<size_t>(kind)] = std::move(v);
  }

  std::array<Value, kKindCount> values_;
  KindSet kinds_ = 0;
};

const Samples& samples() {
  static const auto* made = new Samples();
  return *made;
}

Kind first_of(KindSet kinds) { return static_cast<Kind>(std::countr_zero(kinds)); }

// Who may have any attribute: keys of records, objects and functions, which answer for themselves.
bool is_open(KindSet kinds) {
  return (kinds & kind_set(Kind::kDict)) || std::bit_width(kinds) > static_cast<int>(Kind::kFunction);
}

Refusal no_attribute(const AttributeSite& site, KindSet owner) {
  std::vector<std::string_view> known;
  for (KindSet left = owner; left != 0; left &= left - 1) {
    for (int flavor = 0; flavor < 4; ++flavor) {
      const pylib::TypeDef* type = pylib::type_of(first_of(left), static_cast<Flavor>(flavor));
      if (!type) continue;
      for (const pylib::MethodDef& m : type->methods) known.emplace_back(m.name);
      for (const pylib::AttributeDef& a : type->attributes) known.emplace_back(a.name);
    }
  }
  return {"AttributeError: '" + std::string(kind_names(owner).front()) + "' object has no attribute '" +
              std::string(site.name.str()) + "'",
          spelling_hint(site.name.str(), known)};
}

}  // namespace

std::optional<Refusal> refused_operands(pylib::BinaryOp op, KindSet left, KindSet right) {
  if (op == pylib::BinaryOp::kMod && (left & kTexts)) return {};  // what a format takes is in its text
  if (left == 0 || right == 0 || !samples().hold(left | right)) return {};
  Refusal refusal;
  for (KindSet l = left; l != 0; l &= l - 1) {
    for (KindSet r = right; r != 0; r &= r - 1) {
      NoCalls cx;
      Value out;
      if (pylib::binary(cx, op, samples().of(first_of(l)), samples().of(first_of(r)), &out)) return {};
      if (cx.error().type != Exc::kTypeError) return {};
      if (refusal.text.empty()) refusal.text = cx.error().text();
    }
  }
  return refusal;
}

std::optional<Refusal> refused_attribute(const AttributeSite& site, KindSet owner) {
  if (owner == 0 || is_open(owner)) return {};
  for (size_t i = 0; i < AttributeSite::kTypes; ++i) {
    if ((owner & kind_set(static_cast<Kind>(i / 4))) && (site.methods[i] || site.attributes[i])) return {};
  }
  return no_attribute(site, owner);
}

std::optional<Refusal> refused_call(const AttributeSite& site, KindSet receiver) {
  if (auto refusal = refused_attribute(site, receiver)) return refusal;
  if (receiver == 0 || is_open(receiver)) return {};
  for (size_t i = 0; i < AttributeSite::kTypes; ++i) {
    if ((receiver & kind_set(static_cast<Kind>(i / 4))) && site.methods[i]) return {};
  }
  const std::string name(site.name.str());
  return Refusal{"TypeError: '" + name + "' is a value and is not called",
                 "write it without the brackets: ." + name};
}

}  // namespace headrace::expr
