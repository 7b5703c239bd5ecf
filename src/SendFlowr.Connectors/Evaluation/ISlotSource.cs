using SendFlowr.Connectors.Definitions;

namespace SendFlowr.Connectors.Evaluation;

/// <summary>Gives out slots for the paths of a definition, for one format of documents. The same path gets the same slot.</summary>
internal interface ISlotSource
{
    /// <summary>A path within the event or, from <c>$</c>, within the document.</summary>
    /// <param name="path">The path.</param>
    /// <param name="optional">True when a document format with a header may lack it.</param>
    int Slot(DocumentPath path, bool optional);

    /// <summary>A list within the event.</summary>
    int List(DocumentPath path);

    /// <summary>A path within the items of a list.</summary>
    int ItemSlot(int list, DocumentPath path);

    /// <summary>All names with a prefix within an object; null is the event itself.</summary>
    int NameSet(DocumentPath? path, string prefix);
}
