#include "spec/load_tests.h"

#include "base/spelling.h"
#include "data/datetime.h"
#include "data/json_write.h"
#include "data/object.h"
#include "spec/expected_fields.h"
#include "spec/load_parts.h"
#include "spec/numbers.h"

namespace headrace {
namespace {

// Aggregates whose blocks are kept, and so can be expected.
bool is_kept(const AggregateSpec& aggregate) {
  return aggregate.store != AggregateSpec::kNoStore &&
         (aggregate.kind == AggregateKind::kIdentity || aggregate.makes_blocks());
}

class TestReader {
 public:
  // `streaming` makes the blocks and may be null, as may `window`, which makes the rows.
  TestReader(SpecHeader& spec, const StreamingSpec* streaming, const WindowSpec* window,
             Diagnostics& diagnostics)
      : spec_(spec), streaming_(streaming), window_(window), reading_{spec.document, diagnostics} {}

  void run() {
    const YamlNode& list = *spec_.tests_node;
    if (list.broken) return;
    if (!list.is_sequence() || list.shape != YamlShape::kDefault) {
      error(list, "wrong-type", "'Tests' must be a list, not " + describe(list), spec_.name);
      return;
    }
    NameScope names;
    for (size_t i = 0; i < list.items.size(); ++i) {
      const std::string name = spec_.name + ".Tests[" + std::to_string(i + 1) + "]";
      const YamlNode* item = item_mapping(reading_, *list.items[i], "a test", name);
      if (!item) continue;
      spec_.tests.push_back(read_test(*item, name));
      names.add(reading_, "test", spec_.tests.back().name, name, spec_.tests.back().span);
    }
  }

 private:
  Diagnostic& error(const YamlNode& node, std::string_view code, std::string message,
                    const std::string& owner) {
    return reading_.diagnostics.error(code, reading_.span(node), std::move(message)).about(owner);
  }

  SpecTest read_test(const YamlNode& mapping, const std::string& name) {
    Section section(reading_, mapping, SectionKind::kTest, name);
    SpecTest test;
    test.qualified_name = name;
    read_test_name(section, test);
    read_events(section, test);
    test.identity = section.text("Identity");
    if (const auto seed = read_count(section, "Seed", 0)) test.seed = static_cast<uint64_t>(*seed);
    read_now(section, test);
    if (section.require("Expect")) {
      if (const YamlNode* expect = section.mapping("Expect")) read_expect(*expect, test);
    }
    return test;
  }

  // Not under `Name`: Blurr takes whatever has one for a part of the spec, and refuses it.
  void read_test_name(Section& section, SpecTest& test) {
    test.span = section.head();
    if (section.has("Name") && !section.has("Test")) {
      reading_.diagnostics.error("missing-key", section.head(), "a test needs 'Test'")
          .about(test.qualified_name)
          .advise("a test's name stands under 'Test', not 'Name'");
      return;
    }
    if (!section.require("Test")) return;
    test.name = section.text("Test").value_or("");
    if (const YamlNode* node = section.get("Test")) test.span = reading_.span(*node);
  }

  void read_now(Section& section, SpecTest& test) {
    const YamlNode* node = section.get("Now");
    if (!node) return;
    const Value now = expected_datetime(node->value);
    if (now.is_none()) {
      section.error(*node, "wrong-type", "'Now' must be a time, not " + describe(*node))
          .advise("write it as 2026-01-31T12:00:00Z");
    } else {
      test.now_us = instant_us(now);
    }
  }

  void read_events(Section& section, SpecTest& test) {
    const bool both = section.has("Given") && section.has("Events");
    if (both) {
      section.error(*section.get("Events"), "duplicate-key", "'Events' is another word for 'Given'")
          .advise("put all events under one of them");
    }
    const char* key = section.has("Events") && !both ? "Events" : "Given";
    if (!section.require(key)) return;
    const YamlNode* list = section.list(key);
    if (!list) return;
    for (const YamlNode* item : list->items) {
      if (item->broken) continue;
      if (item->is_string()) {
        test.events.push_back({std::string(item->string()), reading_.span(*item)});
      } else if (item->is_mapping()) {
        std::string text;
        append_json(to_value(*item), &text);
        test.events.push_back({std::move(text), reading_.span(*item)});
      } else {
        error(*item, "wrong-type", "an event must be a mapping, not " + describe(*item), test.qualified_name)
            .advise("text is taken as a line of the input, as it stands");
      }
    }
  }

  void read_expect(const YamlNode& mapping, SpecTest& test) {
    Section section(reading_, mapping, SectionKind::kExpect, test.qualified_name);
    test.exactly = section.flag("Exactly");
    test.partial = section.flag("Partial");
    test.skipped = read_count(section, "Skipped", 0);
    if (test.skipped) test.skipped_span = reading_.span(*section.get("Skipped"));
    if (const YamlNode* blocks = section.get("Blocks")) read_blocks(*blocks, test);
    if (const YamlNode* rows = section.get("Rows")) read_rows(*rows, section, test);
    if (section.has("Blocks") || section.has("Rows") || section.has("Skipped")) return;
    reading_.diagnostics.error("missing-key", section.head(), "this test expects nothing")
        .about(test.qualified_name)
        .allow("Blocks, Rows, Skipped");
  }

  void read_blocks(const YamlNode& node, SpecTest& test) {
    if (!streaming_) return;  // the missing streaming spec was reported
    if (node.is_mapping()) {
      for (const YamlEntry& entry : node.entries) read_blocks_of(entry, test);
      return;
    }
    if (!node.is_sequence()) {
      error(node, "wrong-type", "'Blocks' must be a list or a mapping, not " + describe(node),
            test.qualified_name)
          .advise("write the blocks of each aggregate below its name");
      return;
    }
    ExpectedList list{false, "", {}, reading_.span(node)};
    read_items(node, "a block", test, list, [&](const YamlNode& item) { return block_fields(item, test); });
    test.lists.push_back(std::move(list));
  }

  // `session: [...]`, or one block alone.
  void read_blocks_of(const YamlEntry& entry, SpecTest& test) {
    if (entry.key->broken || entry.value->broken) return;
    const AggregateSpec* aggregate = find_kept(*entry.key, test);
    if (!aggregate) return;
    ExpectedList list{false, aggregate->name, {}, reading_.span(*entry.key)};
    const ExpectedFields fields = ExpectedFields::of_block(*aggregate);
    if (entry.value->is_mapping()) {
      list.rows.push_back(read_row(*entry.value, fields, test));
    } else if (entry.value->is_sequence()) {
      read_items(*entry.value, "a block", test, list, [&](const YamlNode&) { return &fields; });
    } else if (!entry.value->is_null()) {
      error(*entry.value, "wrong-type", "blocks must be a list, not " + describe(*entry.value),
            test.qualified_name);
      return;
    }
    test.lists.push_back(std::move(list));
  }

  const AggregateSpec* find_kept(const YamlNode& name, const SpecTest& test) {
    const std::string_view wanted = name.is_string() ? name.string() : reading_.span(name).text();
    std::vector<std::string_view> names;
    for (const AggregateSpec& aggregate : streaming_->aggregates) {
      if (!is_kept(aggregate)) continue;
      if (aggregate.name == wanted) return &aggregate;
      if (names.size() < kCandidatesMax) names.push_back(aggregate.name);
    }
    const bool variable = streaming_->find_aggregate(wanted) != nullptr;
    error(name, "unknown-aggregate",
          variable ? quoted(wanted) + " lives for one event; it leaves no blocks"
                   : quoted(streaming_->name) + " has no aggregate " + quoted(wanted),
          test.qualified_name)
        .allow(joined(names))
        .advise(variable ? "" : spelling_hint(wanted, names));
    return nullptr;
  }

  // Of a block in a list that holds all aggregates' blocks. Null after an error.
  const ExpectedFields* block_fields(const YamlNode& item, const SpecTest& test) {
    const YamlNode* named = item.find("_aggregate");
    const AggregateSpec* aggregate = nullptr;
    if (named) {
      aggregate = find_kept(*named, test);
      if (!aggregate) return nullptr;
    } else {
      for (const AggregateSpec& candidate : streaming_->aggregates) {
        if (!is_kept(candidate)) continue;
        if (aggregate) {
          error(item, "missing-key", "a block needs '_aggregate', for the spec has several aggregates",
                test.qualified_name)
              .advise("or write the blocks of each aggregate below its name");
          return nullptr;
        }
        aggregate = &candidate;
      }
      if (!aggregate) return nullptr;
    }
    const auto [known, fresh] = block_fields_.try_emplace(aggregate->name);
    if (fresh) known->second = ExpectedFields::of_block(*aggregate);
    return &known->second;
  }

  void read_rows(const YamlNode& node, Section& section, SpecTest& test) {
    if (!window_) {
      error(node, "wrong-type", "a streaming spec makes blocks, not rows", test.qualified_name)
          .advise("expect 'Blocks', or put the test into the window spec");
      return;
    }
    if (!node.is_sequence()) return section.wrong_type("Rows", "a list", node);
    const ExpectedFields columns = ExpectedFields::of_row(*window_);
    ExpectedList list{true, "", {}, reading_.span(node)};
    read_items(node, "a row", test, list, [&](const YamlNode&) { return &columns; });
    test.lists.push_back(std::move(list));
  }

  template <typename FieldsOf>
  void read_items(const YamlNode& node, std::string_view what, const SpecTest& test, ExpectedList& list,
                  const FieldsOf& fields_of) {
    for (const YamlNode* item : node.items) {
      const YamlNode* mapping = item_mapping(reading_, *item, what, test.qualified_name);
      const ExpectedFields* fields = mapping ? fields_of(*mapping) : nullptr;
      if (fields) list.rows.push_back(read_row(*mapping, *fields, test));
    }
  }

  ExpectedRow read_row(const YamlNode& mapping, const ExpectedFields& fields, const SpecTest& test) {
    ExpectedRow row{{}, reading_.span(mapping)};
    for (const YamlEntry& entry : mapping.entries) {
      if (entry.key->broken || entry.value->broken) continue;
      if (!fields.check(reading_, entry, test.qualified_name)) continue;
      row.fields.push_back({std::string(entry.key->string()), entry.value, reading_.span(*entry.value)});
    }
    return row;
  }

  SpecHeader& spec_;
  const StreamingSpec* streaming_;
  const WindowSpec* window_;
  Reading reading_;
  std::map<std::string, ExpectedFields> block_fields_;
};

}  // namespace

const ExpectedField* ExpectedRow::find(std::string_view name) const {
  for (const ExpectedField& field : fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

void load_tests(SpecSet& set, Diagnostics& diagnostics) {
  for (Spec& spec : set.specs) {
    auto* streaming = std::get_if<StreamingSpec>(&spec);
    auto* window = std::get_if<WindowSpec>(&spec);
    SpecHeader& header = streaming ? static_cast<SpecHeader&>(*streaming) : *window;
    if (!header.tests_node) continue;
    TestReader(header, streaming ? streaming : set.streaming_of(*window), window, diagnostics).run();
  }
}

}  // namespace headrace
