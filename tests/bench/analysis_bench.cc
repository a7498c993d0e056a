// How fast words are found: kwic's segmentation beside ICU's word break iterator, and the whole analysis.
// analysis_bench LANGUAGE=FILE... [Google Benchmark's options]; tests/bench/analysis.sh runs it on the shared
// corpora.
#include "analysis/analyzer.h"

#include <benchmark/benchmark.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace {

using namespace kwic;

struct Sample {
  std::string language;
  std::string text;
};

void count_bytes(benchmark::State& state, const Sample& sample) {
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * sample.text.size()));
}

void icu_segments(benchmark::State& state, const Sample& sample) {
  UErrorCode status = U_ZERO_ERROR;
  UBreakIterator* const iterator = ubrk_open(UBRK_WORD, "", nullptr, 0, &status);
  for (auto unused : state) {
    UText* const text =
        utext_openUTF8(nullptr, sample.text.data(), static_cast<std::int64_t>(sample.text.size()), &status);
    ubrk_setUText(iterator, text, &status);
    std::size_t segments = 0;
    while (ubrk_next(iterator) != UBRK_DONE) ++segments;
    benchmark::DoNotOptimize(segments);
    utext_close(text);
  }
  ubrk_close(iterator);
  count_bytes(state, sample);
}

void kwic_segments(benchmark::State& state, const Sample& sample) {
  Segmenter segmenter;
  for (auto unused : state) {
    segmenter.reset(sample.text);
    std::size_t segments = 0;
    while (segmenter.next()) ++segments;
    benchmark::DoNotOptimize(segments);
  }
  count_bytes(state, sample);
}

void kwic_analysis(benchmark::State& state, const Sample& sample) {
  Analyzer analyzer(find_language(sample.language));
  for (auto unused : state) {
    analyzer.start(sample.text);
    std::size_t tokens = 0;
    while (analyzer.next() != nullptr) ++tokens;
    benchmark::DoNotOptimize(tokens);
  }
  count_bytes(state, sample);
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  std::vector<Sample> samples;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    const std::size_t equals = argument.find('=');
    if (equals == std::string::npos) return 2;
    std::ifstream file(argument.substr(equals + 1), std::ios::binary);
    samples.push_back({argument.substr(0, equals), {std::istreambuf_iterator<char>(file), {}}});
  }
  for (const Sample& sample : samples) {
    const auto add = [&](const std::string& name, auto function) {
      benchmark::RegisterBenchmark((sample.language + "/" + name).c_str(), function, sample)
          ->Unit(benchmark::kMillisecond);
    };
    add("icu_segments", icu_segments);
    add("kwic_segments", kwic_segments);
    add("kwic_analysis", kwic_analysis);
  }
  benchmark::RunSpecifiedBenchmarks();
}
