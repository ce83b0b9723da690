// How letters follow each other in the writings that have a byte a letter.
// Written by Tests/Tools/encoding_tables.py; not to be edited.
//
// Counted from translations and letter counts in these packages of PyPI:
// django 5.2.19 (BSD-3-Clause), djangorestframework 3.18.3 (BSD-3-Clause),
// wagtail 8.0.1 (BSD-3-Clause), django-allauth 65.21.1 (MIT),
// sphinx 9.0.4 (BSD-2-Clause), horizon 27.0.0 (Apache-2.0),
// home-assistant-frontend 20250109.2 (Apache-2.0), jupyterlab-language-pack-zh-cn 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-zh-tw 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-ja-jp 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-ko-kr 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-ru-ru 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-el-gr 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-de-de 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-fr-fr 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-es-es 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-it-it 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-pt-br 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-pl-pl 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-cs-cz 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-hu-hu 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-tr-tr 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-he-il 4.5.post3 (BSD-3-Clause), jupyterlab-language-pack-ar-sa 4.5.post3 (BSD-3-Clause),
// jupyterlab-language-pack-uk-ua 4.5.post3 (BSD-3-Clause), lingua-language-detector 1.4.2 (Apache-2.0),
// jieba 0.42.1 (MIT), opencc-python-reimplemented 0.1.7 (Apache-2.0).

extension LetterFrequencies {
  /// What each character from blank to tilde costs in ASCII at large.
  static let ascii: StaticString = ##"""
    KeSho_kY\]ofU[VaPPPPPPPPPPU[ZZZaoSXUUV]]]Zd`]]]`]e]Z^aa`jf`[o[sefMUPPKTSTM\XORMNS[NNMPUX]YWZsqs
    """##

  /// From ru.
  static let russian = LetterFrequencies(
    letters: "абвгдежзийклмнопрстуфхцчшщъыьэюяё",
    rows: ##"""
      zJEY;]zSULVNT]OOiPWRLMJPLRNUZZUZouhhRaYi
      z@GB=]zbiejf`khcidbgc_gdd`gnlljmnthholht
      zd<C=azdjflgcmidjgfhdcheedhpmnknpviiqnjv
      zLJHAYzROKVLTYOLmMUPKMJOKPMRUYRWixliPiTx
      zIC=:_zTXOYRX_SRcS[VPQNTPUSW_]Y]ouciVbZi
      rLJ<<GUQURZVR[UQYVUQPQORORW^\\Q]^dXX_\Xd
      lNHAB`kLROTPKURLSPOQMKPNNLQXVVTVX^QRYVR^
      zdbBBczbQLQOPQMWOMKOI_ONMJVYSOPSWxkk`TPb
      zb\KEszK[Yd^K_XOgOJXNIcIT_KiUZd]OMI_aXTi
      ze`BEgzHcS[YIjXJjPMXNIWPNPQeXa^V_gJWfeTa
      z_YGFqzL[\TNMfbKdYNUOEaH[[Lhf_`eioac_dcm
      zd^HFhzG^R[THU]KiQLVMHUNQTMgZ^Y\n`QXcaUZ
      zfc@DazXUQPLRSPWONLMHVUILK_ZVXTUUxllh]\^
      z_YNGczJQ^`KEabHdR_SIU_\X]OhgcZgiobZcac^
      zb]DEtzETLWLNZbMgRUKLJ]QZ_Nkja]hm^OYg`Vk
      zgbADazSSORRLWMNNNMMLSTNLI_UQPQWZwkkgQLo
      za[=A_z\YY[MYgZ]fKLSNP\ZGJb]^UPQ^qceef^o
      zd_CE`zG_TcdPU]JiYL^SF_MPKLgaShdnsefaign
      ze_HFwzKZdY]HReHjSRcPIb_V\N_glUijsSHeMKW
      zc]BCgzIZV`cFfcJhVTQQHQ_V_M_ga]herMW\cO_
      zgbHFyzH`YXSIb]GlTagMHbaRMQTaW[calKUgYS[
      zhcBEhz_LINLQPQSMNKMNUOLKL^ZUWQSYxll[]Uf
      zd_JGhzKcdgeJkfMiWQcTETFZVMggWeemtU]hhWn
      zfaHFjzG[QTWHRbJkTYRPG\WRQMWX__U^tOVe_S_
      zf`EFxzOTQ]YLcbMkKMRQJMTNFQ]WZWUndSOf]M]
      zgbCEizJ]Mg[ImcJlQYUPHWJO^P_deYlhhPIcaXa
      zc^CDezTNOPIONO]QNOMP_LMJLdYV]MUOsgg]MZq
      z\WNFnzG^]V^Jd]Fa[QZXH^KVPORcabbgmY[ba]f
      z]W=AnzM`T\\Rd_Ob[TVOE^ISVRW_c`bgc`_Ycaf
      z]XIEozK[Rb_He^CbT\_[TW[Y\NebacehnLaeaan
      z`[HFrzHd_fbEddHePX_LW`Z[HTfehbVjpdThhdT
      z]WDHnzJaVa_FdaEbPM\LR[OYRRfbbcegl`UbbaY
      y[VMFmxJ`\a]Db_F`]\^RX^Z[ZPeccadek_Nfc_O
      uWQJFitU[X]YB^[U\YXZVTYWWUZa__]`ag[[aYIT
      zb]>@tz`MMWSJ[W\IQLLT_OSPLdlJgVSdrffmj[q
      zb];@^z`V[V[PhKWgNcSH[_aKNe\_W[NZrffhOR`
      z\WOInyZ\WYYZc^ZYKIVMYVQTC^S\`bYfl``ed_m
      z]X=@^zYOXWNYTR[\VRXQZ^RSI_c_YG^ImaacSal
      za\;?az_RMZNMTN]XUQOM^ZRRJafQTOZPqeekRTr
      uWQ@BitUXQVSURQUZUPKETWMOHZ_S_\Y`g[[b_[g
      """##)

  /// From uk.
  static let ukrainian = LetterFrequencies(
    letters: "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ",
    rows: ##"""
      zJEY;]zSRJUNXYMbbNVRLPJPMRSVZRUWWzzjzmTzRmdz
      z@FB=^zbicjeckgcieebbbfdecfnkkjknzzizlgzdlmz
      zf<C=_zdkekgemidkgghdchegegpmmlmpzzkznizenoz
      zLJJB[zQOIULUWKfXMTOLOJOLPRSVQSVRzzmzpQzPYYf
      zJC=;^zTVNYR\[P^gRZUPSNTQWWY]VW[[zzjzcQzUhVz
      rLJ><PpRYORQS[SSZSUVPRSRPSRW\[Z[_qpYrVGrR\Jo
      lNIBB`jLSNTPNURMTOPQMLQNPNPYVUTVYlkSlVKlNWLi
      zhbBCezcQLPNaPOdOOJOIbPNMJWYROOP\zzmvTYzcSPk
      za\DD^_La]Z_JgaNfXITPJcJUYGjVa`bgsjfwVdzKjcc
      zgaED]dG[SYQLSYGkROXMKTUNQPbYYUY_zjjxl[zIoez
      z`ZJGqzJ\\\]OfbQeYLYOD`J^PJig_f`jyvdzfczLhgy
      ze_FEdzHVS\UKPYLgNMULGQOQQN`X]Y]fzmRzaUyKmbl
      zga@EjzWTOPMdPNfPMOMGVSGNN`WXUUY^zzlw[Yzb[Yg
      z_YFGpzKQ\\QE\aIeTO\KN_]]UKef\Pfjztcye]zOggz
      zc]BF[zENMRROgaOdSVKJNQRZXM`eb`TlzlVz_XzPkij
      zga>B`zbQMVOdUQdLLNLMdRQKJeUMSQTUzzlzeWzfZWp
      z`Z=A_z\QUYM^U^_eSLOJJW[KI`_aVYPbztevg`z^gcj
      ze_FE_zH^VcbQk\Jj_L_OFaLQMKjdRh_QuvizjhzLmmv
      zd^IFgzIbc^^IcgIjQZe\If^a]PchagkozpIzNJzJbct
      zc]DBYdHYVgaIg`JiOS`THR_W\K_h][gizmgxedzHkgz
      zhbJGhzHb\ZSJf^JmPbhJIbcRNNSbU\UgzjRzVJzKp[k
      zhbADdz^LIMLXOOfZMMLL]OJLOaYWVPT]zzmzRZzaPZp
      zd_JGbzLdcibIkeMjWQfQFbGYUNdiW_aozrizhgzJdjz
      zf`HFizI\QTTHW_H_UWQOHYaSPNWW\\Sezj^zXRzKnfk
      ze_GFvzP_QecMjgNjMNYONM]^EL\TTj[nzrMx[KwMmez
      zgaIEezI]OifKcgFlQYaPJdKYWLbebYhpmlKzYUzNoax
      zd^?B`zTRHTL^RTcTMMNPaMMMJe[UYQVXzzisR_zcbOp
      z\WNHnxG`\Z\Jc_Vb[R\XG^KXQN[dcb`grp`ta`vFeco
      z]W=AnyLbM_^Sd`Mc]UTOE_RYOOf\cadhutbldazKefx
      z_YPHpzX^[c`GfaOe^__X[Z^^RXhedefjzcKxMLzD_hx
      z`ZEFqzGd]eaGecHeQW[HNb__UNdfaXgjzwdzc[tMhfz
      z_YDGpzLcQc`HeaHdON\ML\Q^HKhecdcizscsdayMggz
      z\VOGnxOa\b]Gc`Pb]^_ZC_\][Rgdcbdgwxazd`rSedw
      kNHBA_iLSMTOMUQMSOOPLKPNOMPXUUTUXkjSkVQkMVWi
      kNHBA_iLSMTOMUQMSOOPLKPNOMPXUUTUXkjSkVQkMVWi
      z`Z=@cz^XX[]_fa_SHbUIJ__INb`f\]N[zzez_Xv`f_s
      kNHBA_iLSMTOMUQMSOOPLKPNOMPXUUTUXkjSkVQkMVWi
      z]W=?`yZSJ]M[ZS\SSUXU[_STH_e_YH_SzybzR`z]cNp
      zb\<?Zz`_OQLaZPa_HSMN_ZRTLdjQTQ_^zzgvVdzbeRu
      kNHBA_iLSMTOMUQMSOOPLKPNOMPXUUTUXkjSkVQkMVWi
      zf`ACizSTKQIdUPeMNLPJTZPLL_`UURQTzzkzPPzbMSl
      y\V;=_wZ`MaW[WRZVXWQHY^[XV]eL_^beyxay\_y[Mds
      z]W<A`xZ^LYL[_[[`OYKPZZPOG^Z\[]YdzybzM`z\M]g
      lNHBB`jLSNTPLURMTOPQLLQJOMPYVUTVYlkSlVRlNWWd
      """##)

  /// From el.
  static let greek = LetterFrequencies(
    letters: "αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ",
    rows: ##"""
      zJEX;dzKUTLJ[NSVOSNUXOLVNfNUTS_]VU\aWf_yzzz
      z@GA=`zbmehcpejcfgfanbfdefcfkjsjihighlmyzzz
      za<D=zzcniicqfkdghgdodfeegdglktkiiihilnzzzz
      zKKIC]zJTPLKYQRXLRMNXPKVJjJRVQ]YWPT[SfZzzzz
      zIC=:azOYWPN_RWYRVRXZROYRfQXXUd_ZX[cYl\yzzz
      oKJ>;GoOZUUO]RWPSTSP[PRQQSPSXW`WUUUTUXZfglo
      kMHABckKWQRLZOSMPPOMXLONNOLOTT\SRRRPRUVcdik
      zfc?DzzdWOSZVdRJNMOJV]LLMLKNOU`mkaeRaYiZqcv
      z]XNFrzGUURJgScO_K_\gH^I]_\Zdcl\IQSRU[Xrsxz
      zb]PFxzLlP`KnQdHLTNOUKdIadaWiQqPQPKMRYTxyzz
      zb^PHxzLbfeFnKhFdeb]mKdNbbaOihqSXRQNSQRxyzz
      zecAEkz\UQS_[dUIONRJQ[KKPMKNUU[UVikJ_S]cqkz
      wYTMGowOa]]FeK_M[[WXcH[ZZ[XW`_hMQUJOL[Mmotw
      ze`=B`zbdQ[`neQcMPJI\cYNKHLfWYYjihigigmuzzz
      z`\QIvzIhdeGmIfUbULTkLbQab_MgfoTTILWSSSvwzz
      zba@EfzHURPPWVTbINNOXLVQJMOfZR]VQWTeUmRuxwz
      zd_MGyzFdgTInOZPSNV[nKYN_dLQ^`rQKPNQKUSyzzz
      zc^PGxzK]]cHmLYL\KR\iIZc^cUR\ggQMLMMPRPwyzz
      zd_PGzzHQhhHoMjKefPYnJLdcdcYPj]VNJOPMYXyzzz
      zfa>EdzGj^QKfMSNaaeXoKeeQaJWfgtOPNQQRZUzzzz
      z[WNFqzJe``EhIaM^^][fM\\\^IQabkPRORQUP_qrwz
      zdb@EzzZSOQVaVSLRMMK]]MLMMPGSS]`f[YQfM__Yky
      ze`QGzzInfhJoRhJfNaWoF`HadQVjesSORUQK`Wyzzz
      zeaPGzzI[KZLjOVJU_QVXH^X\dPQROkPMNPMMVQzzzz
      zfaQGzzMUf\IpHQNN]MbpQTaThGKPRuQSZTOUQ]yzzz
      zb]:>^zPYSTM`SYTS[RV]PP]PSOMZYf^[W^_Zddwxzz
      zebRHzzHmjkI\IkJh[YdqGhOX`\RdjvOOQNSNUTzzzz
      zc^AEfzUVQT[Y^O^TOLIVUJJKMIcWPUfYSPa[kXjykz
      z_ZPHuzGh_cMkPQO`X`[iH]Q^aRQfenKKMIONSRuvzz
      z`[OFuzMiddFlSQNbZ[PjIaH`aRSgfoMRQOORUOuvzz
      uWRKHluO`[[FcD]RYZYWaMYWWYNO^]eUTWOUSUZlmsu
      z`[DFuz[YPM[^`O[]YLE`]QLGKMbY\le^aX[cgfjspz
      za\BCwz^RMMWP`NWOJPIRZQJJRKcOSS_eefdfijiwzz
      zb]PFwzQUMTVY`PZPKRGOPNJKJN_TJVTffgefiklxzz
      za]=Awz_bRS`fcN`MRLOV`SMHHLdUYTgfffefikvxzz
      zb^BExzGYOMNOQUbQRQIVLRQKQKeZR^Ogggfgjlvyzz
      za]?Cwz\TORW\[S\RLKJ_[NLLKHcUQYbfffdfijjuzz
      z^Y@DszZZQXQVZK\UPKGTLLLKMM`XSTVbbbabegqtyz
      z\WBFrzYZ]RZbWN[[WNE]WRIHLM^_\k^a`a_adeqrxz
      mOJCDemMXSRNZQUOINPHZNQPOQMQVU^UTTTRLWXefkm
      pRMEEgpP[VUP^SXQTTQQ\PCRRTQTVX`XVVVUVY[ghmp
      lMIBBclKWRQLYOTMPPOMXJONNPMPUT]SRRRQRUWcdil
      kMHABckKWQRLZOSMPPOMXLONNOLOTT\SRRRPRUVcdik
      """##)

  /// From th.
  static let thai = LetterFrequencies(
    letters: "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮฯะัาำิีึืฺุู฿เแโใไๅๆ็่้๊๋์ํ๎๏๐๑๒๓๔๕๖๗๘๙๚๛",
    rows: ##"""
      zJE_;yzLQzLzz_S`RZzbzzzzzbTOUQ\WRRUbTXZTSOvPzT]rOOzQ]wjidmkislllzzJPSSNzxpggzznzzzzzzzzzzzzzzz
      z@FA>Tzejzhzzfjtjnzpyyyzzlhhmhp^himyjpofgdufzhpphgzexvihckjhrkkkzzfjmjizwoffzzlzzzzzzzzzzzzzzz
      zf<D=_zglzjzzhlvlpzrzzzzznjjnjrfjkozlrqhifwhzjrrjizgzxkiemljtmmmzzhlolkzyqhhzznzzzzzzzzzzzzzzz
      zFDB>XzMQzNzz^R_TZznwwwxzjWQRPnVVTWwW[[SVQsSzWnnQOzPv_gfaihfpiiizzLNPQOzZmddxzjzzzzzzzzzzzzzzz
      zIC?:xzORzOzzaUbU[zbzyzzzbWRSUbZVRZbV\_XURvSzWpqSQzR\wjhdlkislklzzMSUUPzwoggzzmzzzzzzzzzzzzzzz
      oEB@<doRWoUoiSWaW[n]fffglXTUYU]QUVZfW]\RTQbSoT]]UTlRdcVTPXWU_XWXooRWZWVod\SSgoYioooooooooooooo
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      zd^HDxzPSzPzfXS\VWzfV^_zz`UN[QaTVU]_X[[TXJWMzQ]QOTzPdX[OFMTUslYVzzMSVTTz]UTPXzYzzzzzzzzzzzzzzz
      z`ZMEtzVTzWzy\[kWhzkuu[vzM\QeUkNYXZp`lVQQSqXzRcmRTqEtmcSL]fVPgghzzVZV^Szs]XGvzixzzzzzzzzzzzzzz
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      zb\PEuzXazRzeU_kV_znwwwozSUVeYfN]Yeh_f]KUIfMzJgn[^zQlhYRPO_RpPGZzzTXYZ^zuTLPxzQ_zzzzzzzzzzzzzz
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      zW]EBwzKOsJzaUPXP[zcqxguziTQTN^PRQS^SY[QUOeRzRW\NMzOb_]]Lg^gqWjjzzKOSOMzXn]eyzlzzzzzzzzzzzzzzz
      z_YLEszRXzUzmSNY[`zattuuzeRU^VgPVZZcV`]SXNpYzPaeMQzPd`HMHKWUmfNXzzRR\WVzrQaPuzhWzzzzzzzzzzzzzz
      tVPPDjtQZtXtnX\d[_tbkkllr^XY\XcUHY^bIb^ROTgJtTacXYqVfiNIJ^\Id]]]ttUZ]\YtiaXXlt_ntttttttttttttt
      z`ZPGszSbzXzxWakTecZfkdlzfW[gU_LVTan[b_OSSiTzPb`V`zRl`XMIXUKnIOgzzY_\b_zsYLGvzZxzzzzzzzzzzzzzz
      z[UUEozY_zVztR_k^YyhqpqqwcKJa\\LS\dq_LgNVWlPzWghMZwK[_VTN]NPTVXczzO[T`ZznKLLqzPszzzzzzzzzzzzzz
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      yZTTHnySUxYxfZQbEcmNookiv_ZX\L_WYS\dXc^XXVdRyUZeVJuWd\^^Gb`ThaabyyQP[WYybeP\pycryyyyyyyyyyyyyy
      mOIICcmPLmSmhRU_UZm[dd_ekWSSXS[PSTXdU[[QRM`QmS[\SMjPc`TSGVUS]VVVmmPUXJTmbZQQemXgmmmmmmmmmmmmmm
      oPJJEdoNVoToiSTaUYn]feNglXTRYS]QTTYaT]YQSObRoNX]SQlQd`UTOXEU_XWXooPTWMUod[SSgoYioooooooooooooo
      nPJIDcnNUnTnhRV_UZn\eebfkWSSXSUPMTYeU[ZMSPaRnRZ\RSkLbSUSEWVT^WWWnnQUXVTnc[RRfnXhnnnnnnnnnnnnnn
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      lNHHBalOTlRlfPU^TXlZcccdjVRRWRZFRSWcTZYPQN_PlRZ[RRiOb`SRMUTR\UUUllPTWTSlaYPPdlWfllllllllllllll
      z^XIDrzNZzSzm`P]Rczctt]QzZWNUS[XWW\bR`SSNSaUzTZkMQzRl]HbJfWUmfefzzOLXUIzliaauzLwzzzzzzzzzzzzzz
      z\\GDvzNPzQzdNT[S[qdwwdxziTNVN`OVSW_O\STNQePzS[nPQzO__bSPRYSpViOzzLQTNQz[mdIxzO[zzzzzzzzzzzzzz
      za\MGuzPYzYzn\ZgW\zfwwoxzi]UZUfQVZ]jZ^[ZNHjQzXblTZzMf^QIKPLRpTR\zzQWRTXznTMIxzPzzzzzzzzzzzzzzz
      z^XQEqzQZzVzlWWdYZzessstyfSVSRfPTT\cW``RSToLzPbiUZyNeb_WIeWbMVWEzzMQXQRzhiVOtzfvzzzzzzzzzzzzzz
      za[LFuzVXzVzp]`mWdzlwvwxqiV[^VNRS\alSf]SLKeYzVOVXSzQgaPNMKLFPiTizzRU]^^ztWTVwzTyzzzzzzzzzzzzzz
      uWQJBjuUYuYuoR\f[`ublllmr_ZZ_U_NXQ_gYbZPSKgYuWUcWSrNec\QJ[FJe^^^uuV[[[SujbYYmuLouuuuuuuuuuuuuu
      z__FBbzNPzRsgYTZTYtclz\pziONYLSQSTW_TZXQOPdSzPZoQOzNc]SUMSSKTTRZzzMOTQOzY_QLzzWbzzzzzzzzzzzzzz
      zb\ECuzMPzOzfXTaTZzakaexzjSQWO\QJST_UTYSYKeRzQ\nNQzLd^]JL\\RpiPVzzMRUTMzbZZUxzjzzzzzzzzzzzzzzz
      z`ZIFtzN[z[zj_XcS]z^cR^wz]RR[O[P^S`dTcOURFpIzZ^jWUzSigWNRgLRohVhzzRO\RUziMcO[ziyzzzzzzzzzzzzzz
      z]WLGqzUbzazvRZmVhz_srssyeY_f_jOOacschhQH\oHzT[jTaySqpbaTeLZlZdHzz^_baazphG`szfuzzzzzzzzzzzzzz
      nOIIDcnQUnTnhQV`UZm\edeekWRTXS\KTUXeV\[QSHaRnS[\SSkPcbUSKWVT^WVWnnQUYVTnbZRGenXgnnnnnnnnnnnnnn
      z_YLBszYXz[zxTWfWdz]mk\cz\ZVYOXSKZ_h\e[UOHMJzU[kW\zRgY]SMfHTnLZ\zzPZO]UzrjabuzPwzzzzzzzzzzzzzz
      xYSIBmxOXxXxg[[bUSweooopuaUT`TdM[ZVjZN^UZKkHxWcfTYuJb\^RPaITha`axxKVUSMxmd\Opxbrxxxxxxxxxxxxxx
      xYSSFmxZ_xRxr\`iYdweoloouX]]bJeZ]^aoZfd[\Ti\x\ef[]uUmh_ICa`^ha`Qxx[_b`^xld[\oxbqxxxxxxxxxxxxxx
      zd^ICwzOTzSzbUU`R\qgpyfzz]PPVPYOSRVbP[TTUOeMzS[OQRzQ]_YRIkVLrRXPzzMSVUWzbaHfzzlzzzzzzzzzzzzzzz
      zb\HCuzKVzTliNUbT^s]gt^xz`TSXR\IPUX_T`\QXRkTzN[nRRzQdbTKMaW_pMQMzzNLWPRzW_OUxzPzzzzzzzzzzzzzzz
      ze_LFyzOVzQzkQSfXXuhoz`znPQPOQ]UUTZbV_]PTOgSzOTYRLxMh^JNKcPPsOROzzOSVSVzhTQOzzNzzzzzzzzzzzzzzz
      pRLK?epQXpVpjTXbW\p^gggh\YQKZS^RVW[gX^]SURcTpUJEVLmSfdWUQYXV`YYYppSX[XWhe]TThpZjpppppppppppppp
      zc]KEwzNOzWzzLYjY[zebpsmzjMU[RbQMV\gY\XVRVnUzT_pTVzNe[JMIVOOrLS\zzQVWVWzkROLyzQzzzzzzzzzzzzzzz
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      za[IEuzOOzUziNMdU\z`vvoszWUR[T_LQU^fYc_NLQkLzU^nUUnNdcXLIhQVoihizzLTTUUz_PLPwzUyzzzzzzzzzzzzzz
      wXRIBlwQTwTwmZMdV`v\ibnnt`ZK]HVLWTZbNa^VWMdUwT[PQXtLie]JL`_]f`S`wwPO]RPwjcZ[nwapwwwwwwwwwwwwww
      sTND@hsRZsXsmWXeZ_raV[RkpKQS]WaUXY]dZ`LUNIeWsX_aQWpUgbXXE\[Yc\[\ssUX\YYsg_WWks]mssssssssssssss
      zb\LEvzR\zTzsQ\hS[zkqwqxzhNQOTUOTWLfWfSMTKhQzQ]oXUqMlcTPIMPRpXPPzzPVUUUzomK^xz[_zzzzzzzzzzzzzz
      zb\OGvzUhzfzrZhsgmzRxwqxzj[QkdoGdbkxbkXISKiIzOlodejYvraIIjigqjijzzdhkigzuYeNxzYzzzzzzzzzzzzzzz
      lMGG=alOSlRlfPT^SXkZcbcciUQRVQZNRSVcTZYOQM_PlQYZQQiNa`SQKUTR\UTUllOSWTSl`XPPclVellllllllllllll
      ze_LEyzJVzRzhGV`[ZzhvzpzzlPVYUYKNSRfXZUMLMjSzVaqTSmOahXONYXNsUSmzzOVWVQzgW\[zznzzzzzzzzzzzzzzz
      pQKKFepRWpVpjQWbNZo]ggghmYTRZU^QUS[cXZ]OSPcQpR]^NUmKZdVLGYLI`YXYppQVSWSpb\TThpZjpppppppppppppp
      mOIHCbmOTmRmeQT]SUmZdddejWRRVR[OSRW_SZYPON`KmRZ[QQjO]aTRNVUS]VVVmmNIVTKmbZQQemWgmmmmmmmmmmmmmm
      z^XJErzMUzRze\P_PZrdptiuz`RMRLUOISVbR[]QOQlOzN]kMPzPchcb^fecmfefzzHQURNzciaauzgwzzzzzzzzzzzzzz
      zb\PDvzOhzZzzKRr\mzLww_x]_MOkfoHJTkwNnnVPbsXzKZoIfzcvugfajhfpiiizzdhkigzumPJ]zkzzzzzzzzzzzzzzz
      z^`IDyzLVzOzhKSbTZz]rijzzYQPVOWJUX]bQ]^KJGkSzPVXPSeU`]UiemljtmmmzzQUYRSzhqhhzznzzzzzzzzzzzzzzz
      z^XMErzLSzQzmMXfXTzessktzfSSWQ_LUUY_Uc^SZMhIzR[kOHyQegcb]edbleeezzINWONzci``tzgvzzzzzzzzzzzzzz
      z_YLDszKezdzxMUZXjz]utuuzgHNZNTLTVhufl]LURqOzWLlTUZ`srec_gfdngfgzzPZVVdzrjHNZzPwzzzzzzzzzzzzzz
      za[ICuzMPzVzzd\_ZlznwvwwziWSjT\RQXTwVYmUJVr^z^mnSWzS_tgeaihfpihizzJgRYUztlEHwzjyzzzzzzzzzzzzzz
      vXRKGkvG^v\vpG^h^bvdmmmns`[\`\dX\]am^dcT[XiZv\dd\[sYlj][W_^\f___vvZ^a^]vkcFGnv`pvvvvvvvvvvvvvv
      z^XKGrz`dzczwaeodizktsttzfbcgbkIcdgtekjPb^pazbjkbbzErqdb^fecmfefzz`dhedzqiENtzgvzzzzzzzzzzzzzz
      z_YJDrzOWzPzwafo\jzMtttuzDJThVYYPMhtekjNbYpTzXkYWUz`sXdc^fecmfffzzSeh\dzrjNXuzhwzzzzzzzzzzzzzz
      z^XMCrzFSz[zwReY[izYtsttzfVbYTk_cIYsek\XbRoJzbjk[TzXrqdb^feclfefzzRVge[zqiHHtzgvzzzzzzzzzzzzzz
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      zd^NGxzMMzOzlSQTONkpzyznegOO`O`OPKP[KXUKWLuKzLWbOOxN]wjhdlkirlklzzeimkizwofgzzmzzzzzzzzzzzzzzz
      z`ZQHtzJTzTzyYPZTSzluuvvzhPMSPlLKORaLSkQSPqFzUlmLNzNYsed_hfdngghzzbfigezskbbvzixzzzzzzzzzzzzzz
      z]WPGpzRZzNzT]S[QPz\rrrpqbIPWK_MVHXrUQVLPNnNzV`jVImOXoba\dcakdddzz_cfcbzph__szfuzzzzzzzzzzzzzz
      z`ZPFszVXzUzxbKpFjzkuuuvzhRQidlGUeiefleb^\qbzcllMFzapred_gfdngggzzbfifezskbbvzhxzzzzzzzzzzzzzz
      za[PGuzVMzWzs[di\NtnwvwwziGTaMhZXJ_nYNmEcQsTzOkn^QzQ[tgeaihfpihizzcgkhfztlcdwzjyzzzzzzzzzzzzzz
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      pQK=FepOQpMpjTT`U[o]gfggmYTSYM^PUUN_V\\QTQcKpS\^TKmP_dVUQYXV`YXYppPSYORpM\STgpZipppppppppppppp
      y[UNEnyJayUysULkaUygpppqwcOKdOhFH`dpagfM^[l]yTgh__vIom`_Zca_ibbbyy]adaRynf]]qydsyyyyyyyyyyyyyy
      zc]FBazTXzSzzMR^YZzpyxayzkZRPWpOWZWyQpoJNOuUzOopNTzHwvigH\jhrkjkzzORWOOzvnffyzlzzzzzzzzzzzzzzz
      zc]EBwzTVzRzzJS\XnzoxxyyzkYTRTpLS`YxY^oTWPtYzLopVVzGwvhgGVigqjjkzzPSYMMzvnefyzlzzzzzzzzzzzzzzz
      oQKKEdoHWoUoiSXaW\o]fffgmYUUZU^RUVZfW]\STQbSoU]^KUlEecVULYWU_XXXooSWZWVod\SSgoZioooooooooooooo
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      zVVB>pzPMzPzu_SZOYzhqqrrxdMReJiL`SeqWPQPVSmRzVhiOTxOpoa`\db`jccdzzKOMNPzog^_rzetzzzzzzzzzzzzzz
      nOIIDcnQVnTnhRV`VZm\eeefkWSTXT\PTUYeV\[QSPaRnS\\TSkQcbUSDWVT^WVWnnQVYVUncZRRfnXhnnnnnnnnnnnnnn
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      kMGGA`kNSkQkeOS]SWkYbbbciUQQVQYNQRVbSYXOPM^OkQYYQPhNa_RQLTSQ[TTTkkOSVSRk`XOOckUekkkkkkkkkkkkkk
      """##)

  /// From de, fr, es, it, pt, nl, sv, da, nb, fi.
  static let western = LetterFrequencies(
    letters: "abcdefghijklmnopqrstuvwxyzàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿßœšž",
    rows: ##"""
      zzEb;Xm?>A?D>A@C;:@?CD>=D?BC;=HBAcdozZ]bzaZ^znczzzzzlnz_bz`z_zzzzzzz
      uuHAA\r@ABA@A@@@=<@?@@@A@@@@?B??A_]h]UZ^^_Wamj_jnuci]fcZ]gcj]uuueott
      zz<C=br_bdbabYaa^]aaaaabaaaa`ca`bzzzzvzzzzxzzzzzzzzzzzzzzzzzzzzzzzzz
      zzKICWu@=?<B<@=B:9?>BB;;D>AA;<M>?X`rzY[buZX]zzdzzzzzlzz^czaz\zzzzuzz
      zzC=;[q@ACBEADBE?=C@FE@@GBDE>?EACbfts^`gzeYazzfzzzzzozzchzczdzzzzkzz
      zzP><EaCEDGCEHCFFDHEKGE8HBIFKCRBLrozoalbpqVczzrzzzvzpxvbpzuzbzzzxzzz
      uuI@?]sABAA@A@AA=<@@@?AA@@@A?B@?B`]h]UZ^^_Xamk`jnudj^fdZ^hcj^uuufott
      zzKAAezE>A?RA>DC<<=>=M@C=>>?=LA@?zzqxrszVzfzkz_`fzZzuuzuzzbzyzzzczyz
      zzXIFxz>?QM<LEC>8K;IK?HV=DG?LGU:Gv^eoYZ`ydXdzq]qzzzvcozXYp\q\zzzzqzz
      zzgKFjz>RBR@PT5>P8BNQ:QEBL@?PPNCOt_aisxqaZXWzs[zzzzpW]uvszhzqzzzzgzz
      zziDC^z>HRF;HFJ=@EGFK>LMCEH>FFVCOmbtgZ^ez_Rbza]rzzzrbmt^^ygjbzzzzzzp
      zze?CazHBCAHA@CB>>>>;MDC;=?C@C8E?zqznajr^zszkzizjz`ziytirzftozzzbzzz
      zzdEFyz?ELM@;DI;:I@ML;LJ?GB@JFH?Eq^ihUTZzcVczz]yzzzwajxMQzfnOzzzzvzz
      zzfBDcq@BVI<H=A?;EAHDALQ?AC=IHV>JxbgfVT[ycUazv]uzzzo_trY[zZzXzzzzzzz
      zzYEEfz<CUE=LLK?8@@DG=QQBH?@>CK>Hw[g_RV[tYUlzzbzzzzzg^^UXziy]zzzzpzz
      zzlDEkzCA?@B?<EI::=><?B=B=?I<S?O>baqc]pt\[ZgezrzzzggUzhcj^nzzzzzdzzz
      zz`EFuz<JVB=EHMHG;EQD;HXLDK<EIVD>WVshMaVvrawxzkzzzzz]psYTzezazzzzzzz
      zzeEEez=FTK>CGHA;6AIG<MQB@?=BDR;HoixuO_]xtatzzmzzzzyryzSXzvu[zzzzzzz
      zz_CB\z=EKB>DAD=<>;CL?FBRCA?AKJ<Kc`giRXYj]Vfzk\zzzzo`hqUYpfz\zzzzzzz
      zzgCEiz<=QK=HKK>LFD<J>;CKHH@KBO?LuVmaQT\zXU[zv\zzzzr\goV\z`r]zzzztzz
      zzk?B]q@GB=@>:AAA=HIB@JCM?<BAGB=?vaoWUY_\hXezw_zzzzq`iz`]q]z_zzzzgzz
      zzdACbrJ?A@JB>DC=;?:;E>C<>B>>?DBFzpzhhpzdkkulzlelzmzrzznwbzcyzzzazyz
      zzfGFhz=HKF?DFBAHI>JL<;T<EC?FSH=GmTjkSOa\bVazudzzzzp^]f^]z]zhzzzzzzz
      zz]OHrzLRWNTUTTMRQIPTMPJDRG3FRMSUtrwrjosstlvzztzzzxzrzyorzwpezzzzzvz
      zzk?C`z>BE@>B@C?=;E?D?H@DAAA@AI>C\Wc]UWZa\S\zs[zzzzf[_lY\ykoYzzzzzzz
      zz[@C_zAG@J?EGD>=9EEJ@=?N?;?CBK=Gq_tYSX\vfVnza\zzzzt^sb[Zql`fzzzznzz
      zzkACaz>IMP=FI@=@AIJM>JU@C?@EBH;?YX`]P[^z_Tazw^zzzzp]deX[ohz]zzzzzoz
      zziCFdzC@CBA?@FB>;?<<D=L=>>B>B:EBy]xsppr]lY_ru\ylzj]nzzupzzzvzzz_zzz
      zzUHFlz<HWM<KLN<DKLMI<MZFJNBDOUAVwWmcNVRzcSbzv[zzzzodjxbfwzzzzzzzmzz
      zz`EEaz<JOK<LQ?<HFLMD=JULCO@Q?PGOvjmuOgevodvzzqzzzzwttzVizywWzzzzzzz
      zzYB@bz@H>N@FPF<FBDFNB8@RM;FGL=AGo`tYgeqqaNqzz^zzvwzeq_igzpzqzzzyzzz
      zzaAB_zAFCADH?=G@7>>A@<QB=<I>GH8OtfwoXfsphYqzztzzzzx^tzOqz`znzzzxzzz
      zzZBAlz=FKN>MLG;GGIKQ?OCSQC:N;RA8s^obYrswfZgzrktzzzmZfe^qohz\zzzzzzz
      zzY9BazGABBMABAE@E@@AKBAE?EEAFFOIQmxmejnn_\qzzpzzztenvtjnbszmzzzvzz]
      zz[>DozS?DHR?7QQIN=B@SB@;<AI<U6OFrnzphmqorjtzzrzzzfzpyvmpztzpzzzxzzz
      zzOHEdzGD7GGH=HGDCE7;GFBGG@HFIGEHgdgd\aeef_htrgquzjqdmkadojqdzzzlvzz
      zz[NGozSTUSKSRSSONRRR4SSRORSQTRQRroznglppqjszzrzzzvzoxulpzuzpzzzxzzz
      zzcACjzQPFHOC>;C98==<IFS=A>H>[>5OzwzwJtxxyrzzzyzzzzzxzzlxzzzwzzz^zzz
      zz]=CqzR?V>GE;LTN:=M=SBU;?>TAVSSStqzqiZqrsluzztzzzxzrzxmmzwzqzzzzzzz
      zzYOGmzQFLEO;>NNM8:E<PIQ9>?O<RNORpmynfjlophqzzpzzztznwtkmxsznzzzvzzz
      zzZOFnz>STRQRQRQNMQQQ>RRQQQDPSQPShcsCfkoopiqzzqzzzuzgjHkoy_znzzzwzzz
      zzY=FmzMG@GKK>JKGJ@9BOI=;<=M?RPLKpmynfjonacqzzpzyztznwtknxsznzzzvzzz
      zz`AC]zHA<A@<=JH;J>=BI=;==>I<W>RKut`umqvfsUyzzwzpzxzuzzruzzzuzzzzzzz
      zzW>EkzNNDOOPNONKKK9=ONDN?8MCQBNOnlwldimmnfizznyzzrxlurilvrylzzztzzz
      wwJDC_uBCEC@CBCA?><B<BBC:BBC@D>A@b_j_W\``aZclmalpwel_hf\_iel_wwwgqvv
      yyL=;`vADCCCCBCCA?BBBB?BCB>DAFCCD_`laY]bb[[dq]cmqygmajg^a]fmayyyisww
      zzWGCkz<E==J>@OOKJDA=BA?F=?M6QCN=nkwldimanfpzylyzzkxkurilvqylzzztzuz
      zzNFHcyFH;GFGFGFCBAD:FFGFF8GEHFEGfcnc[`dde^gsqfptzipclj`cnipczzzkuzz
      vvJCB^tBBC@AB=BB>=A9;BB@A@@B@CA@Ba^i_W[`_aYbnlakovek_he\_idk_vvvgpuu
      uuHAA\r@ABA@A@@@=<@?@@@A@@@@?B??A_]h]UZ^^_Wamj_jnuci]fcZ]gcj]uuueott
      zzTKFhz7MNMHMKLIIHLKL:LMKKKKKNKKMkYtiafjjk`mytTvzzosZrofismvizzzqzzz
      zzN:EcxEAADEDF@FC?@??EAGACDF?HF@G[cnc[`dde]gsqeptziYclj`cmipczzzkuzz
      zzZEFnzRJI=RICROJMA?6Q?G@CFR@N3NQqozoglppqiszzqzzzgzdxuloytzozzzwzzz
      zzQKFfzIJL@IJIIIFE8=>I@IEG8IHKIHJifqf^cgghajvthswzlsfjmcfplnfzzznxzz
      zzTMFizLNOM7MLMLIHLLLLMMLLLMKNLKMlitiafjjkdmywlvzzovirpfitovizzzqzzz
      zz]KGrzNI@AR;?@G87@A?L>Q9;BS;IS9MurzrWmsstmvzztzzzxzrzyTrzxzrzzzSzzz
      zzYMFmzQ<S?LF:MO/7>@AQBR9?AQ;QP8Qpnynfjnophrzzpzzztznwtkjxtznzzzvzzz
      zzN:AcyD?DCFBBBB=AA@CEDA@@BDBH@AGfcnc[`dde^gsqfptzipclj`cVipczzzkuzz
      zzUEFizG9B>JMHMMAI97;LGM@>DMDOJKDljujbgkkldnzwlwzz^vjspgjtpwjzzzrzzz
      zzNHEcyFHGGFGFGFCBBDEFFG7F:GEHFEGfcnc[`dde^gsqeptzipclj`cnijczzzkuzz
      zz[JGozR5=IQ=79ROM>GARDS:?ASOROQRrozoglpoqjszzqzzzvzoxvlpzuzlzzz\zzz
      uuHAA\r@ABA@A@@@=<@?@@@A@@@@?B??A_]h]UZ^^_Wamj_jnuci]fcZ]gcj]uuueott
      uuHAA\r@ABA@A@@@=<@?@@@A@@@@?B??A_]h]UZ^^_Wamj_jnuci]fcZ]gcj]uuueott
      uuHAA\r@ABA@A@@@=<@?@@@A@@@@?B??A_]h]UZ^^_Wamj_jnuci]fcZ]gcj]uuueott
      zzQFBfzF=KJ9GEHBF@@GDIHIFG?GFFIH<hfqf^cggh`jvthswzlrfomcfplsezzznxzz
      wwJDD_uBDECBCBC>?>BBBBCCBBB6ADBACb_j_W\``aZcomblpwel_hf\`jel_wwwgqvv
      uuHBB]s@BCA?A@A@=;@@@@@A@@@@?B@?A`]h]UZ^^_Xamk_jnucj]fdZ]gcj]uuueott
      uuHBB\r@ACA@A@@?=<@@@@@A@@@@?B@?A_]h]UZ^^_Wamk_jnuci]fcZ]gcj]uuueott
      """##)

  /// From pl, cs, sk, hu, hr, ro, sl.
  static let central = LetterFrequencies(
    letters: "abcdefghijklmnopqrstuvwxyząćęłńóśźżáčďéěíňřšťúůýžőűöüäôĺľŕđăâîşţ",
    rows: ##"""
      zzE`;`z??BAFAD@E:9F?@B:FE@BA<;GD9ynybzf`dcZX`ZyczaZhXzxYig\`zzzhzzwzZ[e
      rrHBAap@@CBACBAA79@?@??KAA@A=>B::[[[Z`X]d\SWcU[UcZX\[_ZX\b[^gcn`paYc`_]
      zz<D=ez]_ba`YXS`VX_\_^^i``_`\]PYYzzzyzwzzzrvztztzywzzzyvzzyzzzzzzzxzzzz
      zzJHC[z@=A?E>C>C67C=@A9EE>A@;;K@8z]zezd`c\ZXbWzdsaXnVzzWeh]`zzzfzzzzWZf
      zzC=:az@BEDICGBH==HACE>GICED?=EB;yyodzgcjf^[e]yeze_m\zy]zlabzzzjzzbz^_c
      zzJ<<GzGCCCG?D<H=@C>IGBBE@EGBAME?fffekchog^bnZe_necgfjebgmehrnykzkdmkjg
      ssIBBbq@ACBBDBBA8::@A@@KAAAB>?C;;\\\[aY^e]TXdU[Ud[Y]\`[X]c[^hdoaqaZca`]
      zzK@AdzU?@?UD@CG47=>>L?P?@>C;>AC8zWzU]q`cZ_SbezobXUViznVzzrmzzzaz\zzy_W
      zz\GFjz?=JJ?RWD>8C=HB>H\=DP=FOY3J`tUUzVnzuS[zYTUj\_oYdUdWdZ`kot`wzYhnua
      zzdJFjz@NGU?QV6=49DNJ>SMDAB?KUP;6[wbdz]xzx_qzWvPqvq`b_upxzmqpzzuzzQVbgU
      zzeCDhz=CHG?MGG?9>CC@<A[ADK@?BX88\x_WzY]W]Q`zUVT`^`t[Z\_Vm[bw]e\zzXirzy
      zze?BbzF?B?OC=BJ58===KAI>?@H>A:G9vYu\ZhYeZZV]eze^^W_ezmWzzrozzzZzYxscZZ
      zz_FEyz@MKT?BKT:FHBNM:MG?HG?RPQ@Gir`pwVtzsTjzSl`rmmlaiqnW\YVpszizxV]ivt
      zzaDDbz?BUGADCB?9C?GE<JX>GG<DHV2DZu]SzTvzqRmzStYzlnv^apo[a\]rzzqzqR`gvv
      zzXBDgz>FAL?PTE@H=?HE9PUAPEAADL8Ikt]_zYkzqP[zVtYi_bo[^Zb\c[ejfdVdzchoxv
      zzfADizAB@B@B?@H47>>>DBLD>?E=CEU9YXS[_U^r\YTj_z\h`UUfzrZwztfzzzqzfxzw[[
      zzcAEez=GLE;LOK@DCGCDBIdIBB?DF]THQsSmwX[zpR_iYuRetVnT`thqjZWtzzszzgvzzx
      zzeBDfz=EBGAKNI@E?@IG;PPAF@=BDZ8N]k[YzShz_Q`zOwXmbavZZU_bgPVt]q[qztuuzz
      zz^DCdz>FJD>GFB=5<ACB=LKOEA?AJH8BZy]wrStzfOazQxR^wWx_^ZcUn[ZrpzzzzXgnua
      zzdBDbd=?KO=JRN>:?DFG=?BIJL>HCT:Fdn`azSizoO^zPRShbbx\U^`lWad`VzqizW[fwj
      zzhDDez=JCB??BM=6;KQG>OXQD>@GJE6DXw\yz^zzjPZqPTNzz\yY`Sb\h^awmzzzlXjr`Z
      zzgBEfzI;C=VD>BL67>;?J>Y>?A@88FM9z]zZ]rViWmShozsaZVkizmRzzyyzzz]z_zzzf_
      zzeHFjz@KFNBRSGA>E?PF9Ea:HE@HSK>Li`a[zYszwUfzVXUfN\s]Zfsgth`\\kluzY_iu\
      zzRJEkzDFLDIKKJCAC@HJBGB:I>6CDGDCeeedibgnf\am_d_mdbfdhdafldekmxjzjcmjig
      zzgFEdz=EFD>GBF><=E?D=IQJDA??BG:8`h^fwTqzgN\fUyWfyYh^\XWY`YWofzxzcWakea
      zzZCDdzAHDMAHND@>6ABGA<IJB:@?DL<5[peVzZzzySizSyRmxrYVdfoZf^\siziyzVdhyh
      zzhBCez>FMT>JP?>=;FID=J_?HD?>>I8K]zX_zSzzvPjkQVThX_z[^YuW_T]rqintzS`izz
      zzeACezF=B?KG?DF3:=<?O;W=>>LAB?O=xUw[Xn_kSVR^nxndbS`mziOyzwyzzzdz`\pu^^
      zzVEFez<ILI>TPL>:?BMB=JbCFJCMSY5?svvvz`xzxL\bORRcZRw[[O\[ea^]aweozY_izx
      zz`CEzz<JEGAPL@<I>MQ@?A\F@JGUBU1AVrVSyQ_zsiozknmzrpumurouzlgmzzyzyrzywu
      zzUBA]z@HBMBHNH;E;HEIE9DMJ;>AJ9<E^jjio`lskXfr`j]ofbjibifk[ijrrzozpZannl
      zzb>A`zC:>EDBCAG79?=CB=XG??GB:NF<uSuR]_SeYV[sWuV`ZUV]nlS\X\\zzzlzzrzzpw
      zzaBDhz<?IB?MEC@?;F?@?AZGIBB>>[6=TxWYzTsztMfpRxSg`]c\^bnU]UWqvzkzzTfpzy
      zzZ?D_zQG88SS>RRHDRPRQ>\RHAROHSL8mMmRqj^WQeiuflfuljnmqlintloyuzrzrktrqn
      zzY;@\zB<ID>?NN@A>P=DJD\NJJAO5TKDmhmkrgdjediuflftkimhqlimtloyuzrzrksrpn
      zzY>@ZzQ@;:RSARQG7IPQP8[QE>RNGSK9lTlRoiQ^Rdhtflftkimlpkhmsknxtzqzrjtqpn
      zzZDEsz;EHHCNIRSI;RKC;H\PNK<OKT4JI[PdrNlv_eiugmguljnmqljntmpzuzrzskurqo
      zzT;?ZzLJ:NNONMMDAMKMLKWM9LMJJOGFgghfkehpi_dpagaofdihlgdhogjtpzmzmfomki
      zz\ACvzK;E<QGAEE56=G@P?_=BBT?3WN9pVpRu^eXUbiv[ognmgpepghlwdbzxxtzunwusq
      zzXCEqzPE8PQTRQQGF9>@PE[AQPQM3RJJkHkifhktlcgsekesjhlkojhlrknxszpzqispom
      zzR;@XzIBB>KMJKJABAA<IIT<JJKG9LDDeOed[bgne]am^d^mdbfeidafldgqmxjzjcljif
      zzY@FrzADGB<TRRNH:BN>CP[QCQHNKS/KOk^cp\mtmdhtfketkimlpkhmsknxtzqzqjtqpm
      zzbDEjzI>?@[F>AQ8::==XDa><?K9X[T8uuutzrvzvgZgata_USdsytWvzrszzzdzzszzyw
      zz]DDvz>LMV>QVT=86DM=AO`HNC@ESWOOppqoumryqRjxipLgoXp[Zomqwoszxzswvnxutr
      zzR=A[z9JKKKMKJJA?JAJCITKJ>CGHLDDeeedjbgndSam^d^kdbedddQfldgqmrizjcljif
      zz`?CfzW@ICXF;:SA8?<?W=Z=:?X=SWR<sssrxpuztj]t]sls_epqwr`tzrmzzztzyqxxwu
      zzYABrzQOABRSS>R27<A:QF[AA=RAPTL=llmkrinumdSTfkfYNQ]iqlQmtloytzrzrjtrpn
      zz`>A`zVE=DXRC>W;8B:CVA`B@;W:VZR8sssrxpuztjSllribXVXnvrRtzsvzzz_zyqzxwt
      zzQ?Cjy>IKFJMKGJ@4IFJ<HTJA>8FGKCCddeciafmeS`l^c^hc]edVcaekdgqlwiyjblihf
      zz[KFtzDLRT;VTR:J@QNNFQ^TIJKNQUMMnnomskpwoQbuhnFrlgonXmjounqzvzsztlvsrp
      zz\DFvz@SMV=VVF=C6?JACA_SM;EDSWOMpXpnulrxq^PxYoKdnWThfolqwoqzwzbzunwusq
      zzY:?_z<KRGQFPLNBAPEL=GXEJHEIOSKGlllkqinumY_tfkesk[ighkgmskkxtzmzrjtqpn
      zzZ@FszO;??SH?DR.;>GDP<[A>>S=PTL;mmmlrjoundJjemggVQPgqlVntknypzbzskurqo
      zzT@?nzL>GFNNNCM3?>:JLIWE=JM8KNG:hhhfmeipi_Woagab[^hffgFhogjtpzmzmfomki
      zzZ<AszR=8DSRSCR?;H9HQE\AA@O<PSL>mmmlrjovne^uglffbPalqkSntloytzkzrkurqn
      zz]DGbzA>N@<XQR;<9KL?GR`NHJ@NTXOOqpqovlryrNk^_pLUoUqdaolqxpsztvmoknxvtr
      zzY>BazH<M@G=HBF65<BCI@[?=?Q9NSK7lllkqgnum\ht^l\tkimapkhir`axtzqzrjtqpn
      zzSBFlzJ@LKFCHDK/4@J>JFV=?BL3JME9ffgekchog^cn_f`necgcjecgfffsnykzldnljh
      zzZPGszR;QDSQBKSF6;C>QK];>@S8OTL1mmnlrjovnejugmguljnmqljntlozuzrzskurqo
      zzWMFpzOFPEPO;KPE25J@NKZAFBPEMQI8jjjioglskbfrdjdrigkjnigkqilvrzozphronl
      wwMFFfuEEGFFHGFF<>EDEDDPFD:FBCF?7```_e]biaXIhZ`Zh_]G`d_\ag`chhseuf^hedb
      zzRKGkzJ=?=KNLJK6?@@IJIUA=GK8ILD;eefdjbgmf]_m_e__d^feidDflehrlx]zkcmjig
      ttJCCcrA9DCCECBB9:BABA8LBBBC?@D<;]]]\bZ_e^TXeV\VO\Z^]a\I^d\_iepbrb[db`^
      zzTCDnz:;OMNPMLMC5M@??KWM>F<=KOGFhhhfmeipi_\oaga[fYhJlgdhogjtjzlzmfomki
      ssHBBbq@@CBBDBAA8:A?A@@KAA?A>?C;:\\\ZaY]d]SVdU[UKZV]\`[W\c[^hdoaeaZca_]
      zzUMHnz9MON<PNN>DFMGMJLWNNM;JKOGGhhhgmejqi`dpbgapgeihlgdiogjtpzmzjfomli
      zz\;?^zSGCETQFSHEMD=FSA^;@>?ERVN<ooontlqxpgkwiniwnlposnkpvnqzwztzuiuiUN
      zzRKEkzIILKKMKJCACD87IIT?J>IGHLDCeeedjbgnf]am^d^mdbfeidafldgqmxjzjcljUV
      zzVNKozNNPOOQPOIEGE>5MMYKNJOKLPHHiiihnfkrjaeqcicqhfjimhfjpilvqznzogpnUU
      zzWMGpz?OFPCQPP9FHNLJEMYPN9@LMQIIjjjioglskbfrdjdrigkjnifkqilvrzozpWilmk
      zzYLFrzAQQRCTRR6HIQPQOP[RQQCNOSKKlllkqinumdhtfketkimlpkhmsknxtzqzqM`eom
      """##)

  /// From tr.
  static let turkish = LetterFrequencies(
    letters: "abcdefghijklmnopqrstuvwxyzçğıöşüâîû",
    rows: ##"""
      zzDY;Yh@8D@ED<<D>7F@HEAEG?BE@AG5@TkaSSVzzz
      llHBA`g??FAACBB@C8>>@CCK@BBABIF8<TTNVRRdij
      zz<C=bzWW^YY[TZX[PVVX[[cXZZYZa^PTllfnkjzzz
      zzJGC\e@8D=CB;=AA5G?GAAFH>AE;EO4?SnbSTVzzz
      zzC=;]hA<FCHF@@G@:HCIH@EJCEHB@E8CXkWWVZzzz
      qqI<@FmDEECGAHHEI;DDEIIQBEFEHOL>BZZQSXXjop
      mmJAAbFAAGCCEDDAE:@@BEELADDCDJH:>VVPWTTfjl
      zzLBCfzM?D@WAI?LA6=<<T?X<@ANARJ49TQikOeuzz
      zzVKGaz=KXK@WPF9DICLTBM`HTU8V^[HGiiPPgQdjm
      zzZKFcy<LMM=UT@;U?EJRCUQDIF<RYYGJffIdePemk
      zz_JFhz<KTH<MQT=CJFNO@O]FNX>RV]>RkkISiMehv
      zzaADezPAC?SBEFUG5=<<QDM;@@T=N@6?OOimQlhzz
      zzXDDpw:NKP?BMM>O@@NN@RG?G@CQVR@G^dJ\][bfz
      zz\KGtzCCTM<TII<UJGJQDQV@MH@SSZJKghQHfIazn
      zzVHEry9FTI?JTI=FBEBF>F]FJ@CERYCGXfSd_QZep
      zzcADkzOCEDUAG>SG7;<<NBW=@DWF^K67NQinNjrmz
      uuQEDip?IOE=LKK:IA?GICDTI?L;KRP>F]]N\\Vmht
      zz_@Cwz=JSJBPQO>U>:CN>MbFC@=HL]HPWkNV[R]hf
      zz_EEdz;JM@=R?Q>R>?>LGONXKF?N^LANYmLefQ_hm
      zz_ADez;CGD=LGG>ZD>HQCFCPGR?SWXGFhkNf_Pchn
      zza?Bgz@IA;AGAP>F?>?OFU^IEA>N\B?EZmJb]Pggn
      zz^JFvzNEE@UCCKN:69;<H>[<@AFFBM8?^OdkRfzzz
      zzYCDbx;IUKCQN@AO@<?M=D\@DACEVX6HXeIdcXpzz
      ooLEEdkBCICEGFCAG<@BCCGO;E>8FMJ<@XXRYVVhmn
      zzaA@]z>FH@@IDD==:>=ICLYPBC>GYG@GVmK_VOggl
      zzWJEhz=NKP@JMI;W=CDJ@CKNC=@GRI6SakJRiPegg
      zz_CCcz<GMP>@QB=T;@?NBJbCJD?GIDBNXlKVfMfmw
      zz^?CgzLAEGLIFELP:::<R@a<DAJHZO68TPdlNhhzz
      zzRGFqx;G@G:QGO?TDCJQIT\@KSBHWU@GeeZg_Zbds
      ttQIFio:GII=LK;>K?EF?BESEBIGJ:O>E]]W^[Zlqs
      qqN>?fm=DBGDBHF=I>A>ED<QEE?E@B67AZZS[XXjnp
      zz^JFgz;GPC><@NAXC?HE<MaFIIBIU]CNijKPdNdws
      zz\@>tz>ID>?T@J>WE<?HDT_PGPBNXV?EchJ[fQchj
      zzZEEry?=XO=VQO9UFA>R@V]OPGES[YFOZfKSePozz
      zzZGGryDNRH?RRT:UJ<BNQU]?QT=RZXIIdfGgdQvrz
      zz`?BxzVHADXARSWZ6<=;UG\=CFUN^^77ZOemMivzz
      zzYNFqxPGPFRKGOPT:=D:TF[9>GRGYW64[M_^Zcuyz
      zz[ADsz>FVRBGIJ>V7;<ROS^PJ;?C\ZDOZgJ[cRgns
      zz\CEtzSGCGRHSKSH4>9;VDY=CAT=\Z74RQbiOexzz
      llI@Bah@?FABCCA@C9;>@DDK@CBABIG8<UTOVSSeek
      llHBA`g??FAACBB@C8>>@CCK@BBABIF8<TTNVRRdij
      llHBA`g??FAACBB@C8>>@CCK@BBABIF8<TTNVRRdij
      """##)

  /// From he.
  static let hebrew = LetterFrequencies(
    letters: "אבגדהוזחטיךכלםמןנסעףפץצקרשת",
    rows: ##"""
      zJEY;ZzMOTUIYURVOmPLiLkPQPqQtVQTNP
      z@FA=[zefihcbkgjblidgcjgigphsihdec
      zb<D=Zzghkiedmildnkfiglhkirjtkjfge
      zMJICYzKLSUIRPQWOqOJlJnNRNtRwVQSKO
      zIC=:ZzPRVXL\XUZRmSPiOkSTSqTtZUWQS
      uEK>:JoQTSTVUTZOQ_SWZR]U\ScUe\[WQS
      nOICA^LQQUSOKNSNJXTLSMUONR[T^USJQO
      zd^@EszcPUUOIQMYHWZMMNVOScXNhZXOOI
      zd^CC[_MTUOMIWMPI`SN`NVOSNoTRQPJPM
      z`ZBCXyUOZINIR_]GgeMNQRQ\R^]ke`LPM
      zb\ACdzPPTTMIcU`G_PNRRXT[MSQlZRJKO
      z`a?AXzMPNROKQPULoQQRKXQPNrNqOPOMK
      zhbDDacPMPLROUPQMTRLPNNMOPVPWQPJPH
      z_YHEm^OUUVFGVXcJePUXJRR`Td`mZQJ_U
      zb\BDqz\LZKNHN_YHfXLXRZRQe_WZUOKNN
      z]ZAB\xSRS]OGaLPFhWM_RUR[M[Tm`QKZS
      zhbCDjzQNUONKVRQLTQNIOOMPQWRZPOMLL
      z]W:=lvOQXSLUZSVRQSP\OcSTT]TlVXSPT
      za[MG`zNNYMNISO`JRXISONMUTcSca_MMJ
      zc`@C[eJOTSIKYPRJOQPTMZRSQ[P]TPSON
      za[:=YyOOTULUWSXSeRQUM\UURbTcVUSRT
      ze_PF\eOSUPLIRLQJVPQ\QQONNqP`LONJM
      z_Y9?[xOOUULVXSXS\TQVMUUVRZU]WVSSS
      zc]OGceNRQRJHXSQFPPUUPRVPRUSdWQQPL
      za[CE[dWQPROIeVLGVSRVLYRTTOIpTOLbN
      zc]CDqzaL\LNHTfWJgWHNNUOWeg^[QQJQM
      xYS:=VrOQTZMTVSWR\QO]N_USSRShWVTQS
      za\NEpzTYSTOI]QQJZYO`_PMOId__TNILI
      uWQ:?epOORTMTZTWR_SRXM]STQ[WWUSQQQ
      za[MFozLKLOMGgSTHheNXNXScLWO][\LbR
      zb\ADdzTKdQNG^TNJifOXVMNQSUTbP[LNN
      ze_?B^bMPPRLH[QOHOOYVRYURSYVWPQVNK
      ze_BDazPNQTLJZRSIVSHPMYN[Q^Rp\RKXL
      zf`<A^zPQRZOJ]MbKVSTRNPOVSZQnQMMUT
      """##)

  /// From ar.
  static let arabic = LetterFrequencies(
    letters: "ءآأؤإئابةتثجحخدذرزسشصضطظعغـفقكلمنهوىيًٌٍَُِّْ",
    rows: ##"""
      zKEY;_zoZOtMpISgI]UPTX_R^QWTaZaQWzTSSMMQPUmQszzzyzuz
      zAEB<U`lshqin_feblhfiejclfjhkioekw_gg`bdgdkbpzzzvxsz
      zg<D=_zovltlqcjhfpkilhmgojnlnmsiozijjdfgjhnetzzzzzvz
      zNKFCVzrYMwMtGOkK[SPVX[R^SWP]YiOSzOSRMKRPPqOvzzzzzyz
      zIC>:Yzn]RsQpMUgMaXTW[lVbT[XmbeU[yVVUPPUUVmTszzzyzuz
      wLL9=LSbh^g_dU\[XR^\_[`Yb\`^a_e[am\]]UXZ]ZaXfwsrlnit
      mIH>@[iX_T]UZLRQOXTRUMVOXRVTWV[QWcRSSLNPSKWN\mihbd_j
      z]U:>Wvac]i`gH]KNd`^a\b[d]a`cbg]cp]^YPSVOX^WRzuuoqlw
      tXPJFbq_`\d]aSPRRSXYDUSR]Q[[^]cY^kUZYLMGXV^Pdtppjlfr
      zb[FF]zjq^fge^RWRSPOMLROTMTRQVYOXuTPKQMGSK_KnzzzYvqz
      vYQKDdr`f]d^cPZYOQY[TE[V`NN]`]dZ`l[NOKPWKJZNevqqkmhs
      zb[OGmzjpfogh^ScYVORRMNPPMRQJTRJTuVTYFQI]bhPnzzztvqz
      x[THEftci`haeORMVcMV`R^OU[^\^PfPboSLWLHMPT`FUxttnpjv
      zjcCEYgOtk\nQcPZLYSPSOYMUOXSVWaR\zPSUDOMUUlTVzzzzzyd
      z_[AD_zgfTeR_JSPN[ZNXLZK[STV[LgM[\YONMROPNbJXzzzZbbz
      zd]:>SzhVPqVnJQ_R`XVYU_T\VVW[YcSYwSVVTOUVRkUczzzvxsz
      zh`AD\zofQ\l^MPXRWRKNTZLXPQPVRWLQzQOOQIOOMVMdzzz]zvz
      z]U>BUvej^jbgHOOW]a_a\cJe_cadbh]_pZNWKNLUL_JYzvuoqlw
      zb[DEYzjf\kgZIMOP^bWgI[MRWefigmO[u^e_MIPKMQKnzzztv\z
      zd]DD[zlphminJSJLQS`iILLVN[SW[UflwOMQPNVXO^L^zzz]y]z
      zaZED`zjofnfkIPQJg`c_HVJWV[MVKlcitQddIR[XOeMnzzztUpz
      ze^?C\dUlUhi^IXJTR`_NNkNcW^iljpRdxSRURKRRLUHYzzzwyXz
      zaYGEkzilemfbFUTXiPb^adMhcgegfl^htH^PM[SHO[Kmzyysu[z
      zf_>CYze_VYjRIOLP_NT]QgUSPUYOWqQRyNQPZQTRLSIWz\bxe[z
      z]V>AVvTj_ib\HRLTfZXWUcNZ_cbdbiS_pYYRMJSSN_HXzvvpZlx
      zcZDE]zkl[Uh[IMQGkNUPXgQjXihjOoRiwUVSNKRSN\Iczzzv`cz
      z_XMFjxe_SZdUGPRQhVSOTcGg^ddfNeMMrOVMNPVNQ]Llzxx\sZz
      zbZDE[zjnfoglJQOZjfL^NhLjdhTiTmTUuGX^KSQYITL^zzztvqz
      z_X?BYxgibkdaFOQUh\QXTeOgaeceWjKQrNb`OMYRNVJMzxwq[ny
      z`Y?CYy]lObeVHLKVicXc^fLgY`dgRkRa]ONbJWOUM[KYzyy]t_z
      wZS>CVsbh^g_dHVKSc^\_[`Kb\`^a`f[amS]\OLUHTYLfwsslniu
      zd]ADazlohqinIPMRTZfiKRKXYU[SQ\flw[UYHLKUP\L[zzaax\z
      z_XIDjxgmcldhHMLSbaadSULTV\^UPiYfrYbaMQSZP]DZzxxqUnz
      pOL9@^l[bO`X]OUTR\WUXTYS[UYWZY_U[fUVVOQSVTZQ_pllegbn
      zd]?D_chh\dX[L[LMhZI][ULYSSWQZPO_w^OVPZURQWG^zzzvx[c
      zc[AD]zknfphlHOKLkfahK]OeT[QUNbNjvPP]LNVVMUJYzzbuw_z
      z^[?CXzkhXi^hJQPLP^^^MXMUST^dfjZeZX^_JNJUJaKozzzuw]z
      zabBD^zcWOkPeKPPLWQORQUQYQSOZU_ORYQPOOIPQPMMhzzbzzdz
      zh`?DYzpg`Vl]KULMUPOTQ_MSLSRYU_M[zSROMVJRM^M[zzg[a`z
      ze^=CXzmlafiaISQKcSTZNUYTNLP\RRSXxQPP[RXNLWK\zzzwybz
      zb[?CYzkgfXgkGVQUhVdgOGOQb_g]dfdjub`\KLPZNYNozzzuwqz
      ze]DFpz\bTnYbHPWQSMQZNUKROXQPTWNZxPMTKNKUYTLdzzzwy]z
      z^W9AiwG[Wk\hOWVUg[YZX\W_VZ[_^aU[qWXWUTWXWZWkzwwqrmy
      zg`AD_zZn^SkYLRJNSQQSLZKUNVYST_QXzROPMMKQPgOYzgz\zTz
      vYR>>Qrbh^g_cC\ZXb][^Z_Ya\`^`_e[al\\]VXY\Z`Wfvrrlnht
      kNGAAYgW]S\TXJQOMWSPTOTNVQUSUTZPVbQQRKMNQOUL[kggac]i
      mPI;B[iX_T]UZLRQOYTRUQVPXRVTWV\RXcRSSLNPSQWN\miibdOj
      mPIBB[iX_L]UZLRQOYTRUQVJXRVTWN\RXcISSLNPSQWN\miibdOj
      qTMFD_m\cYaY^PWUS]XMOLML\JSYIS`J\gOWROOJWU[Raqmmghco
      pSK?C^l[aW`X]NQTQ[WUXTYR[UYWZX^PZfLVVDQSVSZM_plkegbm
      tWPCAbp_f\d\aQZEV`[M\MSLOZ^\^]cP_jMZ[LQNUX^RdtpVVOfr
      lOHAAZhW^S\TYKRPNXSQTPUOWHUTVU[QWbQRRKNORPVM\lhhac^j
      """##)
}
