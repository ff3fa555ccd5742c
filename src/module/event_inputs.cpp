#include "module/event_inputs.h"

#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <utility>
#include <vector>

#include "connect/columnar/arrow_source.h"
#include "connect/decoded_piece.h"
#include "connect/event_rows.h"
#include "connect/open_source.h"
#include "connect/python/crossing.h"
#include "connect/python/python_modules.h"
#include "data/no_calls.h"
#include "data/object.h"

namespace headrace::module {
namespace {

constexpr size_t kBatchEvents = 1024;

Error as_error(const nb::python_error& e) {
  const nb::gil_scoped_acquire lock;
  return {ErrorKind::kInput, std::string("the events cannot be read: ") + e.what(), "", "", false};
}

// Dicts out of an iterator, with the interpreter's lock while a piece is made.
class DictSource final : public EventSource {
 public:
  DictSource(nb::object iterator, std::string name, const Projection& projection)
      : iterator_(std::move(iterator)), files_{std::move(name)}, projection_(projection) {}
  ~DictSource() override {
    const nb::gil_scoped_acquire lock;
    iterator_.reset();
  }

  Result<bool> next(std::unique_ptr<EventPiece>* piece) override {
    if (ended_) return false;
    auto decoded = std::make_unique<DecodedPiece>(projection_);
    EventRows rows(projection_, kBatchEvents, &decoded->batch, &decoded->skipped);
    Result<bool> more = false;
    {
      const nb::gil_scoped_acquire lock;
      more = fill(rows);
    }
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
    while (!rows.full()) {
      const nb::object event = nb::steal(PyIter_Next(iterator_.ptr()));
      if (!event.is_valid()) {
        if (PyErr_Occurred()) return as_error(nb::python_error());
        return false;
      }
      add(event, {0, ++events_}, rows);
    }
    return true;
  }

  void add(nb::handle event, EventPlace place, EventRows& rows) {
    NoCalls cx;
    python::Crossing crossing(cx);
    const auto cross = [&](PyObject* object, Value* out) {
      return crossing.to_value(reinterpret_cast<python::PyObject*>(object), out);
    };
    const auto skip = [&](const char* reason) {
      const std::string text = nb::cast<std::string>(nb::repr(event));
      rows.skip(place, reason, cx.error().text(), text);
    };
    if (!PyDict_Check(event.ptr())) {
      const std::string type = nb::cast<std::string>(nb::handle(event.type()).attr("__name__"));
      return rows.skip(place, "not a dict", "it is a " + type, nb::cast<std::string>(nb::repr(event)));
    }
    if (projection_.whole_record) {
      Value record;
      if (!cross(event.ptr(), &record)) return skip("an event cannot be taken over");
      Value own;
      copy_of_event(record, &own);
      return rows.add_event(place, std::move(own));
    }
    Value* const slots = rows.add(place) + projection_.first_key_slot;
    for (size_t i = 0; i < projection_.keys.size(); ++i) {
      PyObject* const item = PyDict_GetItemString(event.ptr(), projection_.keys[i].c_str());
      Value v;
      if (!item) continue;
      if (!cross(item, &v)) {
        rows.drop();
        return skip("an event cannot be taken over");
      }
      copy_of_event(v, &slots[i]);
    }
  }

  nb::object iterator_;
  std::vector<std::string> files_;
  Projection projection_;
  uint64_t events_ = 0;
  bool ended_ = false;
};

std::unique_ptr<EventSource> open_paths(const nb::dict& input, const Projection& projection) {
  SourceOptions options;
  options.paths = nb::cast<std::vector<std::string>>(input["paths"]);
  options.format = nb::cast<std::string>(input["format"]);
  options.csv_types = nb::cast<std::vector<std::string>>(input["csv_types"]);
  if (nb::cast<std::string>(input["processor"]) == "ipfix") options.processor = DataProcessor::kIpfix;
  return take(open_source(options, projection));
}

std::unique_ptr<EventSource> open_stream(const nb::dict& input, const Projection& projection) {
  const nb::object factory = input["stream"];
  columnar::ArrowSource::Reopen reopen;
  if (nb::cast<bool>(input["rewinds"])) {
    reopen = [factory = factory.ptr()]() -> Result<columnar::OwnedStream> {
      const nb::gil_scoped_acquire lock;
      try {
        return take_stream(nb::handle(factory)());
      } catch (const nb::python_error& e) {
        return as_error(e);
      }
    };
  }
  return take(columnar::ArrowSource::open(take_stream(factory()), std::move(reopen),
                                          nb::cast<std::string>(input["name"]), projection, kBatchEvents));
}

}  // namespace

std::unique_ptr<EventSource> open_events(nb::dict input, const Projection& projection) {
  if (input.contains("paths")) return open_paths(input, projection);
  if (input.contains("stream")) return open_stream(input, projection);
  check(python::prepare_crossing());
  return std::make_unique<DictSource>(input["dicts"], nb::cast<std::string>(input["name"]), projection);
}

}  // namespace headrace::module
