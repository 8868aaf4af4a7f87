using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Streaming.Cli.Analysis.Reading;
using Streaming.Operators.Filtering.LanguageModels;
using Streaming.Operators.Filtering.LanguageModels.Training;
using Streaming.Samples;

namespace Streaming.Cli.Training;

/// <summary>The training of one model: reads texts, learns, and puts the model in its place when it is whole.</summary>
internal sealed record NgramJob
{
    private const int LeastMemory = 1 << 20;

    private readonly Stopwatch _watch = Stopwatch.StartNew();

    public required IReadOnlyList<string> Sources { get; init; }

    public required string Out { get; init; }

    public required int Order { get; init; }

    public required string Tokenizer { get; init; }

    public required string TextKey { get; init; }

    public required IReadOnlyList<long> Prune { get; init; }

    public required long MemoryBytes { get; init; }

    public string? Scratch { get; init; }

    /// <summary>How many samples were read.</summary>
    public long Samples { get; private set; }

    /// <summary>How many could not be.</summary>
    public long Unreadable { get; private set; }

    public TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Trains.</summary>
    /// <exception cref="BadInputException">What was asked for cannot be done.</exception>
    /// <exception cref="OperationCanceledException">It was stopped; nothing is left of it.</exception>
    public async Task<NgramReport> RunAsync(Terminal terminal, Settings settings, CancellationToken abort)
    {
        if (MemoryBytes < LeastMemory)
        {
            throw new BadInputException("--memory must be 1MiB or more.");
        }

        var home = Path.GetDirectoryName(Out)!;
        var training = new NgramTraining(Order, Prune, MemoryBytes, Path.Combine(Scratch ?? home, $".{Path.GetFileName(Out)}.{Guid.NewGuid():N}"));
        if (Directory.Exists(Out))
        {
            throw new BadInputException($"'{Out}' is a folder: name the model's file.");
        }

        if (training.Problem() is { } problem)
        {
            throw new BadInputException($"{char.ToUpperInvariant(problem[0])}{problem[1..]}.");
        }

        var lines = ModelLines.With(Tokenizer);
        await using var dataset = await Dataset.OpenAsync(Sources, new Dictionary<string, string> { [KnownColumns.Text] = TextKey }, [TextKey], abort);
        Directory.CreateDirectory(home);
        Directory.CreateDirectory(training.Folder);
        try
        {
            return await RunAsync(training, dataset, lines, terminal, settings, abort);
        }
        finally
        {
            Directory.Delete(training.Folder, recursive: true);
        }
    }

    private async Task<NgramReport> RunAsync(NgramTraining training, Dataset dataset, ModelLines lines, Terminal terminal, Settings settings, CancellationToken abort)
    {
        var progress = new NgramProgress(terminal, settings);
        using var trainer = new NgramTrainer(training, progress);
        var pace = new ReadPace(terminal, settings, dataset.Extent, long.MaxValue);
        await foreach (var read in dataset.ReadAsync(abort))
        {
            foreach (var line in read.Batch.Samples.SelectMany(sample => lines.Of(sample.Text)))
            {
                trainer.Add(line);
            }

            (Samples, Unreadable) = (Samples + read.Batch.Samples.Count, Unreadable + read.Batch.DeadLetters.Count);
            pace.Add(read.Batch.Samples.Count, read.StoredBytes);
            abort.ThrowIfCancellationRequested();
        }

        pace.End();

        // Beside its place, and not in a folder that may lie on another disk: there a move would be a copy, which can end half way.
        var part = $"{Path.Combine(Path.GetDirectoryName(Out)!, Path.GetFileName(training.Folder))}.part";
        try
        {
            NgramReport report;
            await using (var file = Writer(part))
            {
                report = trainer.Write(file, abort);
            }

            progress.End();
            File.Move(part, Out, overwrite: true);
            return report;
        }
        finally
        {
            File.Delete(part);
        }
    }

    private StreamWriter Writer(string path)
    {
        var file = File.Create(path, 1 << 16);
        return new(Out.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionLevel.Optimal) : file, new UTF8Encoding(false), 1 << 16);
    }
}
