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

// A function that an expression has made. What it reads is there as long as the machine is at the expression;
// one that is kept for longer, by a container that took it in, is retired: it does nothing any more, wherever
// it is then.
class Made : public NativeObject {
 public:
  Made(const Made&) = delete;
  Made& operator=(const Made&) = delete;

 protected:
  Made(Kind kind, Machine& machine);
  ~Made() override { leave(); }
  virtual void retire() = 0;

  Machine* machine_;  // null once retired

 private:
  friend class Machine;
  void leave();

  Made *previous_ = nullptr, *next_;  // in the machine's list
};

class Closure final : public Made {
 public:
  // `captured`: the defaults, then the cells, as MakeFunction finds them.
  Closure(Machine& machine, const Code& code, const Value* captured);

  std::string_view type_name() const override { return "function"; }
  bool repr(Context& cx, std::string* out) const override;
  bool call(Context& cx, const Args& args, Value* out) override;

 private:
  void retire() override;
  bool bind(Context& cx, const Args& args, Value* frame) const;

  const Code& code_;
  Values defaults_;
  Values cells_;
};

class Generator final : public Made {
 public:
  // `captured`: the iterator, then the cells.
  Generator(Machine& machine, const Code& code, const Value* captured);
  ~Generator() override;

  std::string_view type_name() const override { return "generator"; }
  Next next(Context& cx, Value* out) override;

 private:
  void retire() override { finish(); }
  void finish();

  const Code& code_;
  Value* frame_;  // null once it has ended
  size_t pc_ = 0;
  bool running_ = false;
};

}  // namespace headrace::expr
