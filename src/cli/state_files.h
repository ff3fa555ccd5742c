// The state files of one run: the one it goes on from, and the one it leaves.
#pragma once

#include <memory>
#include <string>

#include "engine/carried_state.h"
#include "plan/plan.h"
#include "spec/spec.h"

namespace headrace::cli {

Result<StateFile> open_state_file(const std::string& path);

class StateFiles {
 public:
  // Either path may be empty. Reads and checks the first, begins the second; both before any event is read.
  Status open(const std::string& in_path, const std::string& out_path, const StreamingSpec& spec,
              const StreamPlan& plan);

  const StateFile* in() const { return in_.get(); }
  StateSink* out() const { return out_.get(); }

 private:
  std::unique_ptr<StateFile> in_;
  std::unique_ptr<ByteSink> file_;
  std::unique_ptr<StateSink> out_;
};

}  // namespace headrace::cli
