using Streaming.Tables;

namespace Streaming.Testing;

/// <summary>Stores for tests that cannot see the engine's own.</summary>
public static class Stores
{
    /// <summary>A new, empty store in memory.</summary>
    public static IObjectStore InMemory() => new MemoryStore();
}
