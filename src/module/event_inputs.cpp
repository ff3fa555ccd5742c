#include "module/event_inputs.h"

#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <chrono>
#include <utility>
#include <vector>

#include "connect/columnar/arrow_source.h"
#include "connect/decoded_piece.h"
#include "connect/event_rows.h"
#include "connect/open_source.h"
#include "connect/python/crossing.h"
#include "connect/python/python_modules.h"
#include "data/no_calls.h"
#include "engine/pipeline.h"
#include "module/encoded_events.h"

namespace headrace::module {
namespace {

constexpr size_t kBatchEvents = 1024;
constexpr std::chrono::milliseconds kPatience{25};  // for a batch, where events are slow to come

// Dicts out of an iterator.
class DictSource final : public EventSource {
 public:
  DictSource(nb::object iterator, std::string name, const Projection& projection, Beside& beside,
             python::Calls& calls)
      : iterator_(std::move(iterator)),
        files_{std::move(name)},
        projection_(projection),
        beside_(beside),
        calls_(calls) {}
  ~DictSource() override {
    const nb::gil_scoped_acquire lock;
    iterator_.reset();
  }

  Result<bool> next(std::unique_ptr<EventPiece>* piece) override {
    if (ended_) return false;
    auto decoded = std::make_unique<DecodedPiece>(projection_);
    EventRows rows(projection_, kBatchEvents, &decoded->batch, &decoded->skipped);
    Result<bool> more = false;
    if (!beside_.ask([&] { more = fill(rows); })) more = cancelled_error();
    // What came before a failure is a piece of its own.
    const bool any = decoded->batch.size() + decoded->skipped.size() > 0;
    ended_ = !more || !*more;
    if (any) *piece = std::move(decoded);
    return more ? Result<bool>(any) : more;
  }
  const std::vector<std::string>& files() const override { return files_; }

 private:
  // False at the end of the iterator.
  Result<bool> fill(EventRows& rows) {
    const auto until = std::chrono::steady_clock::now() + kPatience;
    do {
      if (beside_.stopped()) return cancelled_error();
      const nb::object event = nb::steal(PyIter_Next(iterator_.ptr()));
      if (!event.is_valid()) {
        if (PyErr_Occurred()) return beside_.failed(nb::python_error());
        return false;
      }
      if (is_table(event)) return of_tables(event);
      add(event, {0, ++events_}, rows);
    } while (!rows.full() && std::chrono::steady_clock::now() < until);
    return true;
  }

  static bool is_table(nb::handle event) {
    if (PyDict_Check(event.ptr())) return false;
    const auto has = [&](const char* name) { return PyObject_HasAttrString(event.ptr(), name) == 1; };
    return has("__arrow_c_array__") || has("__arrow_c_stream__") || has("__dataframe__");
  }

  // Each of them would be left out as no event.
  Error of_tables(nb::handle event) const {
    return {
        ErrorKind::kUsage, "an iterable gives dicts, and this one gives a " + type_text(event), files_[0],
        "pass one table: pyarrow.concat_tables(), pandas.concat(), or a pyarrow.RecordBatchReader over them",
        false};
  }

  void add(nb::handle event, EventPlace place, EventRows& rows) {
    NoCalls cx;
    python::Crossing crossing(cx, &calls_, python::Crossing::Of::kEvent);
    const auto cross = [&](PyObject* object, Value* out) {
      return crossing.to_value(reinterpret_cast<python::PyObject*>(object), out);
    };
    const auto skip = [&] {
      rows.skip(place, "an event cannot be taken over", cx.error().text(), repr_text(event));
    };
    if (!PyDict_Check(event.ptr()))
      return rows.skip(place, "not a dict", "it is a " + type_text(event), repr_text(event));
    if (projection_.whole_record) {
      Value record;
      if (!cross(event.ptr(), &record)) return skip();
      return rows.add_event(place, std::move(record));
    }
    Value* const slots = rows.add(place) + projection_.first_key_slot;
    for (size_t i = 0; i < projection_.keys.size(); ++i) {
      PyObject* const item = PyDict_GetItemString(event.ptr(), projection_.keys[i].c_str());
      if (!item || cross(nb::borrow(item).ptr(), &slots[i])) continue;
      rows.drop();
      return skip();
    }
  }

  nb::object iterator_;
  std::vector<std::string> files_;
  Projection projection_;
  Beside& beside_;
  python::Calls& calls_;
  uint64_t events_ = 0;
  bool ended_ = false;
};

std::unique_ptr<EventSource> open_paths(const nb::dict& input, const Projection& projection) {
  SourceOptions options;
  for (const nb::handle path : nb::list(input["paths"])) options.paths.push_back(file_name(path));
  options.format = nb::cast<std::string>(input["format"]);
  options.csv_types = nb::cast<std::vector<std::string>>(input["csv_types"]);
  if (nb::cast<std::string>(input["processor"]) == "ipfix") options.processor = DataProcessor::kIpfix;
  return take(open_source(options, projection));
}

// Calls what gives a stream, under the interpreter's lock. What the input's own code raises is an error of
// it.
Result<columnar::OwnedStream> stream_of(nb::handle factory, Beside& beside) {
  try {
    return take_stream(factory());
  } catch (const nb::python_error& e) {
    return beside.failed(e);
  } catch (const nb::builtin_exception& e) {
    return Error{ErrorKind::kInput, std::string("the events cannot be read: ") + e.what(), "", "", false};
  }
}

std::unique_ptr<EventSource> open_stream(const nb::dict& input, const Projection& projection,
                                         Beside& beside) {
  const nb::object factory = input["stream"];
  columnar::ArrowSource::Reopen reopen;
  if (nb::cast<bool>(input["rewinds"])) {
    reopen = [factory = factory.ptr(), &beside] {
      Result<columnar::OwnedStream> again = cancelled_error();
      beside.ask([&] { again = stream_of(factory, beside); });
      return again;
    };
  }
  Result<columnar::OwnedStream> stream = stream_of(factory, beside);
  beside.check(stream ? Status(Ok{}) : stream.error());
  return take(columnar::ArrowSource::open(*std::move(stream), std::move(reopen),
                                          nb::cast<std::string>(input["name"]), projection, kBatchEvents));
}

}  // namespace

std::unique_ptr<EventSource> open_events(nb::dict input, const Projection& projection, Beside& beside,
                                         python::Calls& calls) {
  if (input.contains("paths")) return open_paths(input, projection);
  if (input.contains("stream")) return open_stream(input, projection, beside);
  if (input.contains("encoded"))
    return open_encoded(input["encoded"], nb::cast<std::string>(input["name"]), projection);
  check(python::prepare_crossing());
  return std::make_unique<DictSource>(input["dicts"], nb::cast<std::string>(input["name"]), projection,
                                      beside, calls);
}

}  // namespace headrace::module
