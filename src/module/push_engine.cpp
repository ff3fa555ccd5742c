#include "module/push_engine.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "cli/run_clock.h"
#include "connect/columnar/open_columns_sink.h"
#include "connect/columnar/table_streams.h"
#include "engine/push_engine.h"
#include "module/bytes_sink.h"
#include "module/compiled.h"
#include "module/event_inputs.h"
#include "module/tables.h"
#include "state/spec_meaning.h"

namespace headrace::module {
namespace {

class Engine {
 public:
  Engine(const Compiled& compiled, const std::string& now, bool keep_going)
      : plan_(*compiled.plans().stream),
        meaning_(meaning_of(*compiled.plans().stream_spec)),
        engine_(plan_, take(cli::run_clock(now)), keep_going) {}

  // The events that were left out, as tuples.
  nb::list push(nb::dict input) {
    const std::unique_ptr<EventSource> source = open_events(std::move(input), projection_of(plan_, false));
    std::vector<SkippedEvent> skipped;
    Status status = Ok{};
    {
      const nb::gil_scoped_release unlocked;
      const std::lock_guard lock(mutex_);
      status = engine_.push(*source, [&](const SkippedEvent& event) { skipped.push_back(event); });
    }
    check(status);
    nb::list out;
    for (const SkippedEvent& event : skipped) out.append(as_tuple(event, *source));
    return out;
  }

  nb::list blocks(const std::optional<std::string>& identity) {
    std::vector<columnar::TableStreams::Table> tables;
    Status status = Ok{};
    {
      const nb::gil_scoped_release unlocked;
      const std::lock_guard lock(mutex_);
      Result<std::unique_ptr<ResultSink>> sink =
          columnar::open_columns_sink(std::make_unique<columnar::TableStreams>(&tables), plan_, nullptr);
      status = sink ? engine_.blocks(identity, **sink) : Status(sink.error());
    }
    check(status);
    return as_list(std::move(tables));
  }

  nb::bytes snapshot() {
    BytesSink bytes;
    Status status = Ok{};
    {
      const nb::gil_scoped_release unlocked;
      const std::lock_guard lock(mutex_);
      StateSink sink(plan_, meaning_, bytes);
      status = engine_.snapshot(sink);
    }
    check(status);
    return nb::bytes(bytes.bytes().data(), bytes.bytes().size());
  }

  // Before all events.
  void restore(const nb::bytes& bytes) {
    const StateFile state = take(StateFile::open(std::string(bytes.c_str(), bytes.size()), "snapshot"));
    check(state.check_spec(meaning_));
    check(engine_.restore(state));
  }

  const PushEngine& engine() const { return engine_; }

 private:
  const StreamPlan& plan_;
  const Value meaning_;
  PushEngine engine_;
  std::mutex mutex_;  // of the engine; never waited for under the interpreter's lock
};

}  // namespace

void bind_push_engine(nb::module_& m) {
  nb::class_<Engine>(m, "PushEngine")
      .def(nb::init<const Compiled&, const std::string&, bool>(), nb::arg("compiled"), nb::arg("now"),
           nb::arg("keep_going"), nb::keep_alive<1, 2>())
      .def("push", &Engine::push, nb::arg("events"))
      .def("blocks", &Engine::blocks, nb::arg("identity").none())
      .def("snapshot", &Engine::snapshot)
      .def("restore", &Engine::restore, nb::arg("snapshot"))
      .def_prop_ro("events", [](const Engine& e) { return e.engine().events(); })
      .def_prop_ro("late", [](const Engine& e) { return e.engine().refused(); })
      .def_prop_ro("skipped", [](const Engine& e) { return e.engine().skipped(); })
      .def_prop_ro("identities", [](const Engine& e) { return e.engine().identities(); });
}

}  // namespace headrace::module
