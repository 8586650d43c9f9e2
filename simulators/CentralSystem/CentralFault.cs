namespace KioskSuite.CentralSystem;

/// <summary>What can be scripted to go wrong with central or the line to it.</summary>
internal enum CentralFault
{
    None,

    /// <summary>After the first answered LookUp every connection is cut until <c>return</c> is read.</summary>
    CentralAway,
}
