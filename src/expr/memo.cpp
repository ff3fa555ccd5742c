#include "expr/memo.h"

#include <algorithm>

namespace headrace::expr {

bool Memo::suits(const Program& program) {
  constexpr size_t kInstructionsMin = 5;
  return program.reads.size() == 1 && program.code->instructions.size() >= kInstructionsMin &&
         !program.uses_python() &&
         std::none_of(program.notices.begin(), program.notices.end(),
                      [](const Notice& notice) { return notice.code == "clock"; });
}

}  // namespace headrace::expr
