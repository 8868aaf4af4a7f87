using System.Globalization;
using Streaming.Samples;

namespace Streaming.Models.Operators.Synthesis;

/// <summary>Samples that are made of one sample.</summary>
internal static class Derived
{
    /// <summary>A sample made of <paramref name="parent"/>; its id follows from the parent's and its number, so that a replay gives the same.</summary>
    public static Sample Of(Sample parent, int number) =>
        parent.Copy($"{parent.Id}#{number.ToString(CultureInfo.InvariantCulture)}", parent.Lineage with { Parents = [parent.Id] });
}
