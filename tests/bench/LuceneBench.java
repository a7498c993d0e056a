// Lucene beside kwic, as its documentation would have it: English stems, the text stored, offsets in the postings for
// the highlighter. The articles are files: the title, an empty line, the text.
//   LuceneBench index INDEX FOLDER      with as many threads as cores
//   LuceneBench update INDEX FILE...    files that have changed
//   LuceneBench search INDEX QUERY      prints ten hits with highlights
//   LuceneBench measure INDEX FOLDER    the queries of FOLDER/words.txt and pairs.txt; prints as search_bench does
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.queryparser.classic.MultiFieldQueryParser;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;

public final class LuceneBench {
  private static final int HITS = 10;
  private static final Analyzer ANALYZER = new EnglishAnalyzer();

  public static void main(String[] arguments) throws Exception {
    Path place = Path.of(arguments[1]);
    try (Directory index = FSDirectory.open(place)) {
      switch (arguments[0]) {
        case "index" -> write(index, filesBelow(Path.of(arguments[2])), true);
        case "update" -> write(index, Arrays.stream(arguments).skip(2).map(Path::of).toList(), false);
        case "search" -> {
          try (DirectoryReader reader = DirectoryReader.open(index)) {
            Searches searches = new Searches(reader);
            for (String line : searches.highlighted(searches.parse(arguments[2]))) System.out.println(line);
          }
        }
        case "measure" -> {
          try (DirectoryReader reader = DirectoryReader.open(index)) {
            measure(new Searches(reader), Path.of(arguments[2]));
          }
        }
        default -> throw new IllegalArgumentException(arguments[0]);
      }
    }
  }

  private static List<Path> filesBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).collect(Collectors.toList());
    }
  }

  private static void write(Directory index, List<Path> files, boolean anew) throws Exception {
    IndexWriterConfig config = new IndexWriterConfig(ANALYZER).setRAMBufferSizeMB(256);
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService workers = Executors.newFixedThreadPool(threads);
    try (IndexWriter writer = new IndexWriter(index, config)) {
      List<Future<?>> parts = new ArrayList<>();
      for (int first = 0; first < threads; ++first) {
        int from = first;
        parts.add(workers.submit(() -> {
          for (int i = from; i < files.size(); i += threads) add(writer, files.get(i), anew);
          return null;
        }));
      }
      for (Future<?> part : parts) part.get();
      writer.commit();
    } finally {
      workers.shutdown();
    }
  }

  private static void add(IndexWriter writer, Path file, boolean anew) throws IOException {
    String content = Files.readString(file);
    int titleEnd = content.indexOf('\n');
    FieldType text = new FieldType(TextField.TYPE_STORED);
    text.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS_AND_OFFSETS);
    Document document = new Document();
    document.add(new StringField("path", file.toString(), Field.Store.YES));
    document.add(new Field("title", content.substring(0, titleEnd), text));
    document.add(new Field("text", content.substring(titleEnd + 2), text));
    if (anew) {
      writer.addDocument(document);
    } else {
      writer.updateDocument(new Term("path", file.toString()), document);
    }
  }

  /** Searches each word in title and text. */
  private static final class Searches {
    private final IndexSearcher searcher;
    private final UnifiedHighlighter highlighter;
    private final MultiFieldQueryParser parser =
        new MultiFieldQueryParser(new String[] {"title", "text"}, ANALYZER);

    Searches(DirectoryReader reader) {
      searcher = new IndexSearcher(reader);
      highlighter = new UnifiedHighlighter(searcher, ANALYZER);
    }

    Query parse(String query) throws Exception {
      return parser.parse(query);
    }

    List<String> plain(Query query) throws IOException {
      List<String> titles = new ArrayList<>();
      for (ScoreDoc hit : searcher.search(query, HITS).scoreDocs) titles.add(searcher.doc(hit.doc).get("title"));
      return titles;
    }

    List<String> highlighted(Query query) throws IOException {
      TopDocs found = searcher.search(query, HITS);
      String[] passages = highlighter.highlight("text", query, found, 3);
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < found.scoreDocs.length; ++i) {
        lines.add(searcher.doc(found.scoreDocs[i].doc).get("title") + ": " + passages[i]);
      }
      return lines;
    }
  }

  private static void measure(Searches searches, Path folder) throws Exception {
    List<String> words = Files.readAllLines(folder.resolve("words.txt"));
    List<String> phrases = new ArrayList<>();
    for (String pair : Files.readAllLines(folder.resolve("pairs.txt"))) phrases.add('"' + pair + '"');
    measure(searches, "words", words, false);
    measure(searches, "words, with snippets", words, true);
    measure(searches, "phrases of two", phrases, false);
    measure(searches, "phrases, with snippets", phrases, true);
  }

  private static void measure(Searches searches, String kind, List<String> queries, boolean snippets)
      throws Exception {
    // The virtual machine compiles what has run often.
    for (String query : queries) ask(searches, query, snippets);
    double[] times = new double[queries.size()];
    for (int i = 0; i < times.length; ++i) {
      long started = System.nanoTime();
      ask(searches, queries.get(i), snippets);
      times[i] = (System.nanoTime() - started) / 1e6;
    }
    double mean = Arrays.stream(times).average().orElseThrow();
    Arrays.sort(times);
    System.out.printf(Locale.ROOT, "%s\tLucene\t%.3f\t%.3f\t%.3f%n", kind, mean, times[times.length / 2],
        times[times.length * 99 / 100]);
  }

  private static void ask(Searches searches, String query, boolean snippets) throws Exception {
    Query parsed = searches.parse(query);
    if (snippets) {
      searches.highlighted(parsed);
    } else {
      searches.plain(parsed);
    }
  }
}
