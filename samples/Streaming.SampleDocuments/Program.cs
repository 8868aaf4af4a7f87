using Streaming.SampleDocuments.Documents;
using Streaming.SampleDocuments.Pictures;
using Streaming.SampleDocuments.Tokenizer;

// dotnet run --project samples/Streaming.SampleDocuments [-- FOLDER]: writes the quickstart's documents, stories and pictures, and its tokenizer under FOLDER (default: topologies).
var folder = args.Length > 0 ? args[0] : "topologies";
var corpus = Corpus.Make(seed: 17);
await CorpusFiles.WriteAsync(corpus, Path.Combine(folder, "data", "quickstart"), "documents", files: 3);
var stories = Stories.Make(seed: 18);
await CorpusFiles.WriteAsync(stories, Path.Combine(folder, "data", "quickstart"), "stories", files: 1);
var album = Album.Make(seed: 19);
await AlbumFiles.WriteAsync(album, Path.Combine(folder, "data", "quickstart", "pictures.parquet"));

var trainer = new BytePairTrainer(longestToken: 18);
var merges = trainer.Train(corpus.Where(d => d.Label == Labels.Clean).Select(d => d.Text), count: 4096 - 257);
TokenizerJson.Write(merges, Path.Combine(folder, "models", "tokenizer", "tokenizer.json"));

foreach (var label in corpus.Concat(stories).Select(d => d.Label).Concat(album.Select(p => p.Label)).GroupBy(label => label).OrderByDescending(g => g.Count()))
{
    Console.WriteLine($"{label.Count(),6}  {label.Key}");
}

return 0;
