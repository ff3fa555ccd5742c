#include "base/cpu.h"

#include <cstdlib>
#include <string_view>

namespace headrace {

bool has_avx2() {
#ifdef __x86_64__
  static const bool has = [] {
    const char* const set = std::getenv("HEADRACE_CPU");
    if (set && std::string_view(set) == "baseline") return false;
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("lzcnt");
  }();
  return has;
#else
  return false;
#endif
}

}  // namespace headrace
