// Spec files -> plans that can run, for every command that needs them.
#pragma once

#include <memory>
#include <string>

#include "plan/compile_plan.h"
#include "plan/modules.h"
#include "spec/load.h"

namespace headrace::cli {

// A streaming spec, and a window spec on top of it, checked and compiled, with all that they point into.
struct Plans {
  SourceFiles files;
  SpecSet specs;
  std::unique_ptr<ForeignModules> modules, window_modules;
  const StreamingSpec* stream_spec = nullptr;
  const WindowSpec* window_spec = nullptr;  // null without one
  std::unique_ptr<StreamPlan> stream;
  std::unique_ptr<WindowPlan> window;  // null without a window spec
};

// Compiles specs that have been read: a streaming spec, then a window spec on it or none. What the window
// spec imports comes from `window_modules`; null: from the same. `imports` are names that both have besides
// their own. What is wrong with the specs, warnings too, goes to `diagnostics`; the plans are usable when
// those hold no error. An Error says that one stands in the other's place.
Result<Plans> compile_plans(SourceFiles files, std::unique_ptr<ForeignModules> modules,
                            std::unique_ptr<ForeignModules> window_modules,
                            const std::vector<ImportSpec>& imports, Diagnostics& diagnostics);

// Whether specs may import what headrace does not have itself.
enum class UserCode { kAllowed, kRefused };

// Reads and compiles both; `window_path` may be empty. An Error is for files that cannot be read as well.
Result<Plans> load_plans(const std::string& stream_path, const std::string& window_path,
                         Diagnostics& diagnostics, UserCode user_code = UserCode::kAllowed);

}  // namespace headrace::cli
