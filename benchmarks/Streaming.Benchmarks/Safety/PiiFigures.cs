using System.Diagnostics;
using System.Globalization;
using Streaming.Benchmarks.Comparisons;
using Streaming.Operators.Safety.Pii;
using Streaming.Testing;

namespace Streaming.Benchmarks.Safety;

/// <summary>Precision and recall of the detectors of personal details on a labelled set made from a seed, by kind, and how fast they are.</summary>
internal static class PiiFigures
{
    private const int ShownMisses = 8;

    /// <summary>Runs it.</summary>
    public static Task RunAsync(string[] arguments)
    {
        var texts = new LabelledPii(Argument.At(arguments, 1, 1)).Make(Argument.At(arguments, 0, 20_000)).ToList();
        var detectors = new PiiDetectors(Enum.GetValues<PiiKind>().Where(PiiDetectors.Finds), ["US"], [], onlyPublicIps: true);
        detectors.In(texts[0].Text);
        var watch = Stopwatch.StartNew();
        var found = texts.ConvertAll(text => detectors.In(text.Text));
        var seconds = watch.Elapsed.TotalSeconds;

        Console.WriteLine("| kind | labelled | found | right | precision | recall |\n|---|---|---|---|---|---|");
        foreach (var kind in Enum.GetValues<PiiKind>().Where(PiiDetectors.Finds))
        {
            PrintKind(kind, texts, found);
        }

        var characters = texts.Sum(t => (long)t.Text.Length);
        Console.WriteLine($"\n{texts.Count:N0} texts, {characters / 1e6:F1} M characters, {seconds:F1} s on one thread ({texts.Count / seconds:N0} texts/s).");
        return Task.CompletedTask;
    }

    private static void PrintKind(PiiKind kind, List<LabelledText> texts, List<List<PiiFinding>> found)
    {
        var (labelled, all, right) = (0, 0, 0);
        var misses = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < texts.Count; i++)
        {
            var places = texts[i].Places.Where(p => p.Kind == NameOf(kind)).ToList();
            var ours = found[i].Where(f => f.Kind == kind).Select(f => (f.Span.Start, f.Span.End)).ToHashSet();
            (labelled, all) = (labelled + places.Count, all + ours.Count);
            right += places.Count(p => ours.Contains((p.Start, p.End)));
            misses.UnionWith(places.Where(p => !ours.Contains((p.Start, p.End))).Select(p => $"missed {texts[i].Text[p.Start..p.End]}"));
            misses.UnionWith(ours.Where(o => !places.Any(p => (p.Start, p.End) == o)).Select(o => $"wrong {texts[i].Text[o.Start..o.End]}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {NameOf(kind)} | {labelled} | {all} | {right} | {(double)right / all:P2} | {(double)right / labelled:P2} |"));
        if (misses.Count > 0)
        {
            Console.Error.WriteLine($"{NameOf(kind)}: {string.Join("; ", misses.Take(ShownMisses))}");
        }
    }

    private static string NameOf(PiiKind kind) => kind switch { PiiKind.CreditCard => "credit_card", PiiKind.NationalId => "national_id", _ => kind.ToString().ToLowerInvariant() };
}
