using System.Globalization;
using Streaming.Operators;

namespace Streaming.Models.Sessions;

/// <summary>Where a model runs.</summary>
/// <param name="Kind"><c>auto</c>, <c>cpu</c>, <c>cuda</c>, <c>dml</c> or <c>coreml</c>.</param>
/// <param name="Index">Which of several devices; 0 is the first.</param>
public sealed record ModelDevice(string Kind, int Index = 0)
{
    private static readonly string[] Kinds = ["auto", "cpu", "cuda", "dml", "coreml"];

    /// <summary>A GPU where the build and the machine have one, else the processor.</summary>
    public static ModelDevice Auto { get; } = new("auto");

    /// <summary>The processor.</summary>
    public static ModelDevice Cpu { get; } = new("cpu");

    /// <summary>Reads <c>auto</c>, <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>, <c>dml:0</c>, <c>coreml</c>.</summary>
    /// <exception cref="BadInputException">It is none of them.</exception>
    public static ModelDevice Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Trim().ToLowerInvariant().Split(':');
        var index = 0;
        return Kinds.Contains(parts[0]) && (parts.Length == 1 || (parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out index)))
            ? new ModelDevice(parts[0], index)
            : throw new BadInputException($"'{text}' is no device: use auto, cpu, cuda, cuda:N, dml:N or coreml.");
    }

    /// <inheritdoc/>
    public override string ToString() => Kind is "cuda" or "dml" ? $"{Kind}:{Index}" : Kind;
}
