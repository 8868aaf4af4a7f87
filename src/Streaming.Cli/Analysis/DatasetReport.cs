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
    public static DatasetReport Of(AnalysedInput input, DatasetProfile profile, (string Title, DatasetProfile Profile)? against, AnalyzeOptions options)
    {
        var sections = new List<ReportSection>();
        var thresholds = new ThresholdsSection(profile);
        var correlations = CorrelationMatrix.Of(profile);
        Add(input.Table is { Operators.Count: > 0 }, () => new FunnelSection(input.Table!.Operators));
        Add(profile.Shares.All.Count > 0, () => new SharesSection(profile.Shares));
        Add(true, () => new ColumnsSection(profile));
        Add(against is not null, () => new DriftSection(against!.Value.Title, against.Value.Profile.Samples, ColumnDrift.Between(against.Value.Profile, profile)));
        Add(!thresholds.IsEmpty, () => thresholds);
        Add(correlations.Names.Count > 1, () => new CorrelationsSection(correlations));
        Add(profile.Actions.Found > 0, () => new ActionsSection(profile.Actions));
        if (ClusterMap.Of(profile.Rows, options.Embedding, options.Model) is { } map)
        {
            sections.Add(new MapSection(map));
        }

        Add(profile.Near is { Compared: > 0 }, () => new NearSection(profile.Near!));
        return new(input.Title, profile, sections);

        void Add(bool hasAny, Func<ReportSection> make)
        {
            if (hasAny)
            {
                sections.Add(make());
            }
        }
    }

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
