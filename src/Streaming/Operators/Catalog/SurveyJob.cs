namespace Streaming.Operators;

/// <summary>
/// The jobs into which Qin et al., <i>The Synergy between Data and Multi-Modal Large Language Models</i> (arXiv 2407.08583), sort what data does for models and models do for data.
/// Each operator has one; the reference lists operators by them.
/// </summary>
public enum SurveyJob
{
    /// <summary>The operator's room says it.</summary>
    Unknown,

    /// <summary>Scaling up: getting data in.</summary>
    Acquisition,

    /// <summary>Scaling up: varied copies of what there is.</summary>
    Augmentation,

    /// <summary>Scaling up: breadth of topics, sources and forms.</summary>
    Diversity,

    /// <summary>Scaling effectively: less data that teaches as much; cleaning, filtering, deduplication.</summary>
    Condensation,

    /// <summary>Scaling effectively: in what shares data is mixed.</summary>
    Mixture,

    /// <summary>Scaling effectively: sequences without waste.</summary>
    Packing,

    /// <summary>Scaling effectively: texts, pictures and sounds that belong together.</summary>
    Alignment,

    /// <summary>Usability: following instructions.</summary>
    Instructions,

    /// <summary>Usability: reasoning, in one step or many, with tools or without.</summary>
    Reasoning,

    /// <summary>Usability: toxicity, privacy, licences.</summary>
    Ethics,

    /// <summary>Usability: test sets and judging; keeping them apart from training data.</summary>
    Evaluation,

    /// <summary>Models for data: making, rewriting, judging samples.</summary>
    Synthesis,

    /// <summary>Models for data: telling what is in it; labels, extraction, charts, search.</summary>
    Insight,
}
