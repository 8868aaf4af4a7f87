using System.Globalization;
using Streaming.Models.Folders;
using Streaming.Models.Sessions;
using Streaming.Operators;

namespace Streaming.Models.Operators;

/// <summary>What <c>streaming plan</c> says of an operator with a model; reads its folder, loads nothing.</summary>
internal static class ModelOutline
{
    private const int FloatBytes = 4;

    // Arrays of one layer that are alive at once: its input, query, key, value, the widened middle (four times the width), its output; measured in widths.
    private const int WidthsAlive = 12;

    /// <summary>The lines.</summary>
    /// <exception cref="BadInputException">A model is no model, or a named device is absent: better now than at the start.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(ModelOptions options)
    {
        var limits = options.Limits;
        var folders = options.ModelFolders
            .Select(named => ModelFolder.Open(ModelPlaces.Find(named.Value) ?? throw new BadInputException($"Option {named.Key}: {ModelPlaces.Missing(named.Value)}."), options.Dtype)).ToList();
        return
        [
            new("model", string.Join(", ", folders.Select(folder => Path.GetFileName(folder.FullPath)))),
            new("device", string.Join(", ", options.Devices.Select(Describe)) + (limits.Lanes > options.Devices.Count ? $" × {limits.Lanes / options.Devices.Count}" : "")),
            new("batch", string.Create(CultureInfo.InvariantCulture, $"{limits.MaxItems} items, {limits.MaxCost} tokens")),
            new("window", string.Create(CultureInfo.InvariantCulture, $"{limits.WindowItems} items or {limits.LingerMs} ms")),
            new("memory", $"about {MegabytesOf(folders, options, limits.Lanes)} MiB"),
        ];
    }

    private static string Describe(ModelDevice wish)
    {
        var device = Accelerator.Resolve(wish);
        return device == wish ? $"{wish}" : $"{wish} ({device})";
    }

    // Weights as their files are, in each session, and what its call works with. Runtimes keep arenas that grow in steps: it is an estimate.
    private static long MegabytesOf(IReadOnlyList<ModelFolder> folders, ModelOptions options, int sessions) =>
        Math.Max(1, folders.Sum(folder => sessions * (folder.GraphBytes + WorkBytes(folder.Config, options))) >> 20);

    private static long WorkBytes(ModelConfig config, ModelOptions options)
    {
        var tokens = Math.Min(options.MaxBatchTokens, (long)options.BatchSize * (config.MaxPositions ?? 512));
        var length = Math.Min(tokens, config.MaxPositions ?? 512);
        return tokens * FloatBytes * ((WidthsAlive * (config.Width ?? 768)) + ((config.AttentionHeads ?? 12) * length) + (config.GivesTokenLogits ? config.VocabularySize ?? 0 : 0));
    }
}
