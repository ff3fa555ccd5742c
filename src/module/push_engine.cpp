#include "module/push_engine.h"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "cli/run_clock.h"
#include "connect/columnar/open_columns_sink.h"
#include "connect/columnar/table_streams.h"
#include "engine/push_engine.h"
#include "module/beside.h"
#include "module/bytes_sink.h"
#include "module/compiled.h"
#include "module/event_inputs.h"
#include "module/tables.h"
#include "state/spec_meaning.h"

namespace headrace::module {
namespace {

class Engine;

// That this thread works for an engine, or serves one that works: what it calls must not wait for that
// engine.
class AtWork {
 public:
  AtWork(const Engine* engine, const AtWork* outer) : engine_(engine), outer_(outer) { innermost() = this; }
  ~AtWork() { innermost() = outer_; }
  AtWork(const AtWork&) = delete;
  AtWork& operator=(const AtWork&) = delete;

  static const AtWork*& innermost() {
    static thread_local const AtWork* innermost = nullptr;
    return innermost;
  }
  static bool is(const Engine* engine) {
    const AtWork* at = innermost();
    while (at && at->engine_ != engine) at = at->outer_;
    return at != nullptr;
  }

 private:
  const Engine* const engine_;
  const AtWork* const outer_;
};

class Engine {
 public:
  Engine(nb::object compiled, const std::string& now, bool keep_going)
      : compiled_(std::move(compiled)),
        of_(nb::cast<const Compiled&>(compiled_)),
        plan_(*of_.plans().stream),
        meaning_(meaning_of(*of_.plans().stream_spec)),
        engine_(plan_, keep_going),
        now_us_(take(cli::run_clock(now))),
        clock_stands_(!now.empty()) {}

  // The events that were left out, as tuples.
  nb::list push(nb::dict input) {
    const std::unique_lock lock = locked();
    const AtWork here(this, AtWork::innermost());
    Beside beside(of_.calls(), Beside::Ends::kBehindEvent);
    const bool are_dicts = input.contains("dicts");
    const std::unique_ptr<EventSource> source =
        open_events(std::move(input), projection_of(plan_, false), beside, of_.calls());
    if (!clock_stands_) now_us_ = std::max(now_us_, take(cli::run_clock("")));
    std::vector<SkippedEvent> skipped;
    Status status = Ok{};
    const auto work = [&] {
      status = engine_.push(
          *source, now_us_, [&](const SkippedEvent& event) { skipped.push_back(event); },
          [&] { return beside.stopping(); });
    };
    // A function that Ctrl-C reached would leave an event half applied: where functions may be called, the
    // thread that it comes to is not theirs.
    if (are_dicts && !of_.calls_python()) {
      beside.run_here(work);
    } else {
      beside.run([&] {
        const AtWork there(this, &here);
        work();
      });
    }
    beside.check(status);
    nb::list out;
    for (const SkippedEvent& event : skipped) out.append(as_tuple(event, *source));
    return out;
  }

  nb::list blocks(const std::optional<std::string>& identity) {
    const std::unique_lock lock = locked();
    std::vector<columnar::TableStreams::Table> tables;
    Status status = Ok{};
    {
      const nb::gil_scoped_release unlocked;
      Result<std::unique_ptr<ResultSink>> sink =
          columnar::open_columns_sink(std::make_unique<columnar::TableStreams>(&tables), plan_, nullptr);
      status = sink ? engine_.blocks(identity, **sink) : Status(sink.error());
    }
    check(status);
    return as_list(std::move(tables));
  }

  nb::bytes snapshot() {
    const std::unique_lock lock = locked();
    BytesSink bytes;
    Status status = Ok{};
    {
      const nb::gil_scoped_release unlocked;
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
  const nb::object& compiled() const { return compiled_; }

 private:
  // Waits for other threads, without the interpreter's lock and open to signals.
  std::unique_lock<std::timed_mutex> locked() {
    if (AtWork::is(this)) {
      const Error error{ErrorKind::kUsage,
                        "the engine is at work for the events or the function that asks it",
                        "headrace.Engine", "ask it before push() or behind it", false};
      // No field keeps its value for this: the push ends with it, too.
      const nb::object failed = failure_of(error);
      of_.calls().keep(python::Ref::share(reinterpret_cast<python::PyObject*>(failed.ptr())));
      raise(error);
    }
    constexpr std::chrono::milliseconds kLook{25};
    for (;;) {
      std::unique_lock<std::timed_mutex> lock(mutex_, std::defer_lock);
      {
        const nb::gil_scoped_release unlocked;
        if (lock.try_lock_for(kLook)) return lock;
      }
      if (PyErr_CheckSignals() != 0) throw nb::python_error();
    }
  }

  const nb::object compiled_;
  const Compiled& of_;
  const StreamPlan& plan_;
  const Value meaning_;
  PushEngine engine_;
  int64_t now_us_;
  const bool clock_stands_;
  std::timed_mutex mutex_;  // of the engine and its clock
};

int traverse_engine(::PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  if (!nb::inst_ready(self)) return 0;
  ::PyObject* const compiled = nb::inst_ptr<Engine>(self)->compiled().ptr();
  Py_VISIT(compiled);
  return 0;
}

PyType_Slot g_slots[] = {{Py_tp_traverse, reinterpret_cast<void*>(traverse_engine)}, {0, nullptr}};

}  // namespace

void bind_push_engine(nb::module_& m) {
  nb::class_<Engine>(m, "PushEngine", nb::type_slots(g_slots))
      .def(nb::init<nb::object, const std::string&, bool>(), nb::arg("compiled"), nb::arg("now"),
           nb::arg("keep_going"))
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
