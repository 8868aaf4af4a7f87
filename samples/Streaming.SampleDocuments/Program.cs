using Streaming.SampleDocuments.Documents;
using Streaming.SampleDocuments.Tokenizer;

// dotnet run --project samples/Streaming.SampleDocuments [-- FOLDER]: writes the quickstart's shards and its tokenizer under FOLDER (default: topologies).
var folder = args.Length > 0 ? args[0] : "topologies";
var corpus = Corpus.Make(seed: 17);
await CorpusFiles.WriteAsync(corpus, Path.Combine(folder, "data", "quickstart"), files: 3);

var trainer = new BytePairTrainer(longestToken: 18);
var merges = trainer.Train(corpus.Where(d => d.Label == Labels.Clean).Select(d => d.Text), count: 4096 - 257);
TokenizerJson.Write(merges, Path.Combine(folder, "models", "tokenizer", "tokenizer.json"));

foreach (var label in corpus.GroupBy(d => d.Label).OrderByDescending(g => g.Count()))
{
    Console.WriteLine($"{label.Count(),6}  {label.Key}");
}

return 0;
