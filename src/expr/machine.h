// Machine: runs compiled expressions. One per thread; not shared.
//
// A machine keeps, for every function it has run, frames with the constants already in place, so that an
// evaluation allocates nothing of its own. Lambdas and generators hold what they captured until the machine
// goes on to something else.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

#include "data/context.h"
#include "expr/bytecode.h"
#include "expr/compiler.h"
#include "expr/memo.h"

namespace headrace::expr {

class Made;

// What an expression reads: bases[i] points at a row of Values. See scope.h.
struct Inputs {
  const Value* const* bases = nullptr;
};

class Machine final : public Context {
 public:
  Machine();
  ~Machine() override;

  // False when the expression failed; error() says why. *out is not touched then.
  bool evaluate(const Program& program, const Inputs& inputs, Value* out) {
    begin_evaluation();  // also for what is done with the result
    if (program.chain && program.chain.run(*this, inputs.bases, out)) {
      error_.type = Exc::kNone;
      return true;
    }
    return evaluate_otherwise(program, inputs, out);
  }

  bool call(const Value& callable, const Args& args, Value* out) override;

  // Ends the functions that are left of what has been evaluated, as the next evaluation does: before a state
  // that may hold one goes to another thread.
  void retire_functions() {
    if (made_) [[unlikely]]
      retire_all();
  }

 private:
  friend class Made;
  friend class Closure;
  friend class Generator;

  // The frames of a function that are not in use: one, and those that recursion has needed besides. A
  // program's own one stays there while it runs.
  struct FramePool {
    std::unique_ptr<Value[]> ready;
    std::vector<std::unique_ptr<Value[]>> more;
    std::unique_ptr<Memo> memo;
    bool is_known = false;  // whether there shall be a memo
  };
  static constexpr uint32_t kNoCode = UINT32_MAX;
  struct Place {
    uint32_t code = kNoCode;  // its id
    FramePool* pool = nullptr;
  };
  enum class Outcome { kReturned, kYielded, kFailed };

  // A pool stays where it is.
  FramePool& pool_of(const Program& program) {
    FramePool& pool = pool_of(*program.code);
    if (!pool.is_known) [[unlikely]]
      meet(program, pool);
    return pool;
  }
  FramePool& pool_of(const Code& code) {
    const Place& first = places_[code.id & (places_.size() - 1)];
    return first.code == code.id ? *first.pool : find_pool(code.id);
  }
  static void meet(const Program& program, FramePool& pool);
  void retire_all();
  FramePool& find_pool(uint32_t id);
  Place* free_or_own(uint32_t id);  // the place of that code, or where it shall be
  Value* take_frame(const Code& code) { return take_frame(code, pool_of(code)); }
  static Value* take_frame(const Code& code, FramePool& pool);
  void give_back(const Code& code, Value* frame) { give_back(code, frame, pool_of(code)); }
  static void give_back(const Code& code, Value* frame, FramePool& pool);
  // Gives back what registers hold references to.
  static void clear(Value* registers, size_t count) {
    bool any = false;
    for (size_t i = 0; i < count; ++i) any |= registers[i].is_heap();
    if (!any) return;
    for (size_t i = 0; i < count; ++i) {
      if (registers[i].is_heap()) registers[i] = Value();
    }
  }
  bool evaluate_otherwise(const Program& program, const Inputs& inputs, Value* out);
  bool run_program(const Code& code, FramePool& pool, Value* out);
  // The same where there is a memo.
  [[gnu::noinline]] bool look_up(const Program& program, FramePool& pool, Value* out);
  // Runs from instruction *pc; after kYielded it can be continued.
  Outcome run(const Code& code, Value* frame, size_t* pc, Value* out);
  Outcome failed(const Code& code, size_t at);
  bool call_site(const CallSite& site, const Value* first, Value* out);
  bool call_native(const CallSite& site, const Value* values, Value* out);
  bool call_method(const Code& code, const CallSite& site, const Value* first, Value* out);
  // The positional arguments in a list, then the others in a dict.
  bool call_spread(const Value& function, const Value* arguments, Value* out);
  // The next item of a loop, unpacked into two registers.
  Next next_pair(Value* loop, Value* first);
  bool unpack_exactly(const Value& iterable, Value* first, size_t count);
  bool unpack(const Value& iterable, Value* first, size_t before, size_t after, bool star);

  Inputs inputs_;
  Made* made_ = nullptr;  // the functions that are there, in a list
  // By Code::id in a table of a power of two, which grows with the functions that this machine has run: the
  // ids of the process grow with all that was ever compiled. Those of one plan follow each other and seldom
  // collide.
  std::vector<Place> places_;
  std::deque<FramePool> pools_;
};

}  // namespace headrace::expr
