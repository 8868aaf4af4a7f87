using System.Text.Json.Nodes;
using Streaming.Cli.Analysis.Correlations;
using Streaming.Cli.Analysis.Diversity;
using Streaming.Cli.Analysis.Drift;
using Streaming.Cli.Analysis.Reading;
using Streaming.Cli.Analysis.Sections;

namespace Streaming.Cli.Analysis;

/// <summary>All that is told of a dataset; sections that have nothing to say are left out.</summary>
/// <param name="Title">What was looked at.</param>
/// <param name="Profile">What is known of it.</param>
/// <param name="Sections">The parts, in order.</param>
internal sealed record DatasetReport(string Title, DatasetProfile Profile, IReadOnlyList<ReportSection> Sections)
{
    /// <summary>Puts the sections together.</summary>
    /// <param name="input">What was looked at.</param>
    /// <param name="profile">What is known of it.</param>
    /// <param name="against">Another dataset, to tell the drift from.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="isFull">Whether all of it is shown; a terminal shows the profile and the drift alone.</param>
    public static DatasetReport Of(AnalysedInput input, DatasetProfile profile, (string Title, DatasetProfile Profile)? against, AnalyzeOptions options, bool isFull) =>
        new(input.Title, profile, [.. isFull ? SectionsOf(input, profile, against, options) : DriftOf(profile, against)]);

    private static IEnumerable<ReportSection> SectionsOf(AnalysedInput input, DatasetProfile profile, (string Title, DatasetProfile Profile)? against, AnalyzeOptions options)
    {
        if (input.Table is { Operators.Count: > 0 } table)
        {
            yield return new FunnelSection(table.Operators);
        }

        if (profile.Shares.All.Count > 0)
        {
            yield return new SharesSection(profile.Shares);
        }

        yield return new ColumnsSection(profile);
        foreach (var section in DriftOf(profile, against).Concat(FiguresOf(profile)))
        {
            yield return section;
        }

        if (profile.Actions.Found > 0)
        {
            yield return new ActionsSection(profile.Actions);
        }

        if (ClusterMap.Of(profile.Rows, options.Embedding, options.Model) is { } map)
        {
            yield return new MapSection(map);
        }

        if (profile.Near is { Compared: > 0 } near)
        {
            yield return new NearSection(near);
        }
    }

    private static IEnumerable<ReportSection> FiguresOf(DatasetProfile profile)
    {
        if (new ThresholdsSection(profile) is { IsEmpty: false } thresholds)
        {
            yield return thresholds;
        }

        if (CorrelationMatrix.Of(profile) is { Names.Count: > 1 } correlations)
        {
            yield return new CorrelationsSection(correlations);
        }
    }

    private static IEnumerable<ReportSection> DriftOf(DatasetProfile profile, (string Title, DatasetProfile Profile)? against) =>
        against is var (title, other) ? [new DriftSection(title, other.Samples, ColumnDrift.Between(other, profile))] : [];

    public JsonObject Json()
    {
        var json = new JsonObject { ["dataset"] = Title, ["samples"] = Profile.Samples, ["unreadable"] = Profile.Unreadable };
        foreach (var section in Sections)
        {
            json[section.Key] = section.Json();
        }

        return json;
    }
}
