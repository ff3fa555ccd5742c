// Machine: runs compiled expressions. One per thread; not shared.
//
// A machine keeps, for every function it has run, frames with the constants already in place, so that an
// evaluation allocates nothing of its own. Lambdas and generators hold what they captured; they must not
// outlive the evaluation that made them (the plan refuses to store them).
#pragma once

#include <memory>
#include <vector>

#include "data/context.h"
#include "expr/bytecode.h"
#include "expr/compiler.h"

namespace headrace::expr {

// What an expression reads: bases[i] points at a row of Values. See scope.h.
struct Inputs {
  const Value* const* bases = nullptr;
};

class Machine final : public Context {
 public:
  Machine();
  ~Machine() override;

  // False when the expression failed; error() says why. *out is not touched then.
  bool evaluate(const Program& program, const Inputs& inputs, Value* out);

  bool call(const Value& callable, const Args& args, Value* out) override;

 private:
  friend class Closure;
  friend class Generator;

  enum class Outcome { kReturned, kYielded, kFailed };

  Value* take_frame(const Code& code);
  void give_back(const Code& code, Value* frame);
  // Runs from instruction *pc; after kYielded it can be continued.
  Outcome run(const Code& code, Value* frame, size_t* pc, Value* out);
  bool call_site(const Code& code, const CallSite& site, const Value* first, Value* out);
  bool call_method(const Code& code, const CallSite& site, const Value* first, Value* out);
  bool call_spread(const Value& function, const Value& list, const Value& dict, Value* out);
  Next iterate(Value* iterator, Value* item);
  bool unpack(const Value& iterable, Value* first, size_t before, size_t after, bool star);

  Inputs inputs_;
  std::vector<std::vector<std::unique_ptr<Value[]>>> frames_;  // by Code::id
};

}  // namespace headrace::expr
