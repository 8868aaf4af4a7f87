namespace Streaming.Models.Generation;

/// <summary>When a beam search ends.</summary>
public enum EarlyStopping
{
    /// <summary>When the best running beam, at its length, cannot beat the worst finished one (<c>false</c> in transformers).</summary>
    Heuristic,

    /// <summary>When as many are finished as there are beams (<c>true</c>).</summary>
    WhenFull,

    /// <summary>When no running beam can beat the worst finished one at any length (<c>"never"</c>).</summary>
    Never,
}
