// The function values that expressions make: lambdas, and generators in mid-run.
#pragma once

#include "data/object.h"
#include "expr/bytecode.h"
#include "expr/machine.h"

namespace headrace::expr {

// A variable shared with a function inside.
class Cell final : public NativeObject {
 public:
  Cell() : NativeObject(Kind::kObject) {}
  std::string_view type_name() const override { return "cell"; }
  Value value;
};

// Stands in a register or cell that has no value yet.
const Value& unbound();
inline bool is_unbound(const Value& v) { return v.identical(unbound()); }

class Closure final : public NativeObject {
 public:
  // `captured`: the defaults, then the cells, as MakeFunction finds them.
  Closure(const Code& code, const Value* captured);

  std::string_view type_name() const override { return "function"; }
  bool repr(Context& cx, std::string* out) const override;
  bool call(Context& cx, const Args& args, Value* out) override;

 private:
  bool bind(Context& cx, const Args& args, Value* frame) const;

  const Code& code_;
  Values defaults_;
  Values cells_;
};

class Generator final : public NativeObject {
 public:
  // `captured`: the iterator, then the cells. The machine must outlive the generator.
  Generator(Machine& machine, const Code& code, const Value* captured);
  ~Generator() override;

  std::string_view type_name() const override { return "generator"; }
  Next next(Context& cx, Value* out) override;

 private:
  void finish();

  Machine& machine_;
  const Code& code_;
  Value* frame_;  // null once it has ended
  size_t pc_ = 0;
  bool running_ = false;
};

}  // namespace headrace::expr
