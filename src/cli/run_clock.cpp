#include "cli/run_clock.h"

#include <chrono>

#include "data/datetime.h"
#include "expr/machine.h"
#include "pylib/datetime/datetime.h"

namespace headrace::cli {

Result<int64_t> run_clock(const std::string& text) {
  if (text.empty()) {
    using namespace std::chrono;
    return static_cast<int64_t>(duration_cast<microseconds>(system_clock::now().time_since_epoch()).count());
  }
  expr::Machine machine;
  const Value argument = Value::string(text);
  Value time;
  if (!pylib::dateutil_isoparse(machine, Args::of(&argument, 1), &time)) {
    return Error{ErrorKind::kUsage, "'" + text + "' is not a time", "--now",
                 "write it as 2026-01-31 or 2026-01-31T12:00:00Z", false};
  }
  return instant_us(time);
}

}  // namespace headrace::cli
