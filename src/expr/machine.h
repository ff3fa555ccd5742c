// Machine: runs compiled expressions. One per thread; not shared.
//
// A machine keeps, for every function it has run, frames with the constants already in place, so that an
// evaluation allocates nothing of its own. Lambdas and generators hold what they captured; they must not
// outlive the evaluation that made them (the plan refuses to store them).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "data/context.h"
#include "expr/bytecode.h"
#include "expr/compiler.h"
#include "expr/memo.h"

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

  // Frames not in use: one, and those that recursion has needed besides.
  struct FramePool {
    std::unique_ptr<Value[]> ready;
    std::vector<std::unique_ptr<Value[]>> more;
    std::unique_ptr<Memo> memo;
    uint32_t code = kNoCode;  // its id
    bool is_known = false;    // whether there shall be a memo
  };
  static constexpr uint32_t kNoCode = UINT32_MAX;
  enum class Outcome { kReturned, kYielded, kFailed };

  FramePool& pool_of(const Program& program);
  FramePool& pool_of(const Code& code) {
    FramePool& first = frames_[code.id & (frames_.size() - 1)];
    return first.code == code.id ? first : find_pool(code.id);
  }
  FramePool& find_pool(uint32_t id);
  FramePool* free_or_own(uint32_t id);  // the place of that code, or where it shall be
  Value* take_frame(const Code& code);
  void give_back(const Code& code, Value* frame);
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
  // By Code::id in a table of a power of two, which grows with the functions that this machine has run: the
  // ids of the process grow with all that was ever compiled. Those of one plan follow each other and seldom
  // collide.
  std::vector<FramePool> frames_;
  size_t pools_ = 0;
};

}  // namespace headrace::expr
