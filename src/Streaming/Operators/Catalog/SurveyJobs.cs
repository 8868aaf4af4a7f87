using System.Collections.Frozen;

namespace Streaming.Operators;

/// <summary>Which job of the survey an operator does: what its attribute says, else that of the room it lives in.</summary>
internal static class SurveyJobs
{
    // Rooms are the namespaces under which operators live; the innermost one that is named here decides.
    private static readonly FrozenDictionary<string, SurveyJob> Rooms = new Dictionary<string, SurveyJob>
    {
        ["Acquisition"] = SurveyJob.Acquisition,
        ["Augmentation"] = SurveyJob.Augmentation,
        ["Splitting"] = SurveyJob.Condensation,
        ["Cleaning"] = SurveyJob.Condensation,
        ["Filtering"] = SurveyJob.Condensation,
        ["Images"] = SurveyJob.Condensation,
        ["Sounds"] = SurveyJob.Condensation,
        ["Films"] = SurveyJob.Condensation,
        ["Deduplication"] = SurveyJob.Condensation,
        ["Selection"] = SurveyJob.Condensation,
        ["Scoring"] = SurveyJob.Condensation,
        ["Grouping"] = SurveyJob.Packing,
        ["Packing"] = SurveyJob.Packing,
        ["Alignment"] = SurveyJob.Alignment,
        ["Chats"] = SurveyJob.Instructions,
        ["Safety"] = SurveyJob.Ethics,
        ["Synthesis"] = SurveyJob.Synthesis,
        ["Tagging"] = SurveyJob.Insight,
        ["Labelling"] = SurveyJob.Insight,
        ["Embedding"] = SurveyJob.Insight,
        ["Extraction"] = SurveyJob.Insight,
        ["Insight"] = SurveyJob.Insight,
    }.ToFrozenDictionary();

    /// <summary>The job; <see cref="SurveyJob.Unknown"/> for sinks, and for rooms without one.</summary>
    public static SurveyJob Of(Type implementation, OperatorAttribute attribute, OperatorKind kind)
    {
        if (attribute.Job != SurveyJob.Unknown)
        {
            return attribute.Job;
        }

        return kind switch
        {
            OperatorKind.Source => SurveyJob.Acquisition,
            OperatorKind.Sink => SurveyJob.Unknown,
            _ => (implementation.Namespace ?? "").Split('.').Reverse().Select(room => Rooms.GetValueOrDefault(room)).FirstOrDefault(job => job != SurveyJob.Unknown),
        };
    }
}
